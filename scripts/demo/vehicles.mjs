/** Vehicles by a short key: make, model, first and last year (empty: still built), engine, and how its maker writes part numbers. */
export const vehicles = {
	alto: ['Maruti Suzuki', 'Alto 800', 2012, 2023, '0.8 F8D petrol', 'M'],
	wagonr: ['Maruti Suzuki', 'Wagon R', 2010, '', '1.0 K10 petrol', 'M'],
	swift: ['Maruti Suzuki', 'Swift', 2011, 2024, '1.2 K12 petrol', 'M'],
	dzire: ['Maruti Suzuki', 'Dzire', 2012, 2024, '1.2 K12 petrol', 'M'],
	baleno: ['Maruti Suzuki', 'Baleno', 2015, '', '1.2 K12 petrol', 'M'],
	brezza: ['Maruti Suzuki', 'Vitara Brezza', 2016, '', '1.5 K15 petrol', 'M'],
	i10: ['Hyundai', 'Grand i10', 2013, 2019, '1.2 Kappa petrol', 'H'],
	i20: ['Hyundai', 'i20', 2014, '', '1.2 Kappa petrol', 'H'],
	verna: ['Hyundai', 'Verna', 2011, 2017, '1.6 CRDi diesel', 'H'],
	creta: ['Hyundai', 'Creta', 2015, '', '1.5 MPi petrol', 'H'],
	seltos: ['Kia', 'Seltos', 2019, '', '1.5 petrol', 'H'],
	indica: ['Tata', 'Indica Vista', 2008, 2015, '1.4 TDI diesel', 'T'],
	ace: ['Tata', 'Ace', 2005, '', '0.7 diesel', 'T'],
	nexon: ['Tata', 'Nexon', 2017, '', '1.2 Revotron petrol', 'T'],
	safari: ['Tata', 'Safari Storme', 2012, 2019, '2.2 Varicor diesel', 'T'],
	bolero: ['Mahindra', 'Bolero', 2006, '', '2.5 m2DiCR diesel', 'N'],
	scorpio: ['Mahindra', 'Scorpio', 2014, 2022, '2.2 mHawk diesel', 'N'],
	thar: ['Mahindra', 'Thar', 2020, '', '2.2 mHawk diesel', 'N'],
	xuv500: ['Mahindra', 'XUV500', 2011, 2021, '2.2 mHawk diesel', 'N'],
	city: ['Honda', 'City', 2014, '', '1.5 i-VTEC petrol', 'O'],
	amaze: ['Honda', 'Amaze', 2013, '', '1.2 i-VTEC petrol', 'O'],
	innova: ['Toyota', 'Innova Crysta', 2016, '', '2.4 diesel', 'Y'],
	fortuner: ['Toyota', 'Fortuner', 2016, '', '2.8 diesel', 'Y'],
	corolla: ['Toyota', 'Corolla Altis', 2014, 2020, '1.8 petrol', 'Y'],
	duster: ['Renault', 'Duster', 2012, 2022, '1.5 dCi diesel', 'T'],
	polo: ['Volkswagen', 'Polo', 2010, 2022, '1.2 petrol', 'V'],
	octavia: ['Skoda', 'Octavia', 2013, 2021, '1.8 TSI petrol', 'V'],
	splendor: ['Hero', 'Splendor Plus', 2004, '', '97 cc', 'T'],
	pulsar: ['Bajaj', 'Pulsar 150', 2006, '', '149 cc', 'N'],
	apache: ['TVS', 'Apache RTR 160', 2007, '', '160 cc', 'N'],
	jupiter: ['TVS', 'Jupiter', 2013, '', '110 cc', 'N'],
	activa: ['Honda', 'Activa', 2009, '', '110 cc', 'O'],
	classic350: ['Royal Enfield', 'Classic 350', 2009, '', '346 cc', 'T']
};

/** A maker's number in its own manner of writing; the digits are made up. */
const oemForms = {
	M: (rng) => `${rng.whole(10, 99)}${rng.whole(100, 999)}M${rng.whole(10, 99)}K${rng.whole(0, 9)}0`,
	H: (rng) => `${rng.whole(10, 99)}${rng.whole(100, 999)}-${rng.hex(2)}${rng.whole(100, 999)}`,
	T: (rng) => `${rng.whole(2000, 2999)} ${rng.whole(1000, 9999)} ${rng.whole(10, 99)}${rng.whole(10, 99)}`,
	N: (rng) => `0${rng.whole(100, 999)}${rng.hex(2)}0${rng.whole(1000, 9999)}N`,
	O: (rng) => `${rng.whole(10000, 99999)}-T${rng.hex(2)}-003`,
	Y: (rng) => `${rng.whole(10000, 99999)}-0${rng.whole(1000, 9999)}`,
	V: (rng) => `${rng.whole(1, 9)}Q0 ${rng.whole(100, 999)} ${rng.whole(100, 999)} B`
};

/** One number for each maker whose vehicles the part fits. */
export function oemNumbers(part, rng) {
	const forms = [...new Set(part.vehicles.map((key) => vehicles[key][5]))];
	return forms.map((form) => oemForms[form](rng));
}

/** The rows of fitment.csv for a part. */
export const fitmentOf = (part) =>
	part.vehicles.map((key) => {
		const [make, model, from, to, engine] = vehicles[key];
		const note = part.section === 'Tyres' ? 'Check the size on the old tyre' : '';
		return [part.id, make, model, from, to, engine, note];
	});
