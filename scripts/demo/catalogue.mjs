/**
 * The sample's parts. Brands and numbers of parts are made up; the first ten parts are the old shop's, with its ids,
 * names, sections and prices.
 */

/** Sections in the shop's order, with the name of their drawing. */
export const sections = [
	{ name: 'Brake', icon: 'brake' },
	{ name: 'Tyres', icon: 'tyre' },
	{ name: 'Engine Oils', icon: 'oil' },
	{ name: 'Engine Parts', icon: 'engine' },
	{ name: 'Filters', icon: 'filter' },
	{ name: 'Electrics', icon: 'electrics' },
	{ name: 'Lights', icon: 'lights' },
	{ name: 'Suspension', icon: 'suspension' },
	{ name: 'Cooling', icon: 'cooling' },
	{ name: 'Clutch & Gearbox', icon: 'clutch' },
	{ name: 'Wipers & Glass', icon: 'wiper' },
	{ name: 'Body Kit', icon: 'body' }
];

/** Lead times in days, their spread, and the share of the price that the shop pays. */
export const suppliers = {
	'Vajra Friction, Pune': { lead: 6, sd: 2, cost: 0.66 },
	'Sahyadri Tyre Depot': { lead: 9, sd: 3, cost: 0.74 },
	'Konkan Lubricants': { lead: 4, sd: 1, cost: 0.7 },
	'Deccan Engine Works': { lead: 16, sd: 5, cost: 0.68 },
	'Garuda Filters, Hosur': { lead: 5, sd: 1.5, cost: 0.58 },
	'Dhruv Electricals': { lead: 7, sd: 2, cost: 0.62 },
	'Surya Lighting Co.': { lead: 12, sd: 4, cost: 0.6 },
	'Himal Ride Control': { lead: 10, sd: 3, cost: 0.65 },
	'Kaveri Thermal': { lead: 8, sd: 2, cost: 0.63 },
	'Studio Aero, Chennai': { lead: 24, sd: 8, cost: 0.7 }
};

const brakes = 'Vajra Friction, Pune';
const tyres = 'Sahyadri Tyre Depot';
const oils = 'Konkan Lubricants';
const engines = 'Deccan Engine Works';
const filters = 'Garuda Filters, Hosur';
const electrics = 'Dhruv Electricals';
const lights = 'Surya Lighting Co.';
const ride = 'Himal Ride Control';
const thermal = 'Kaveri Thermal';
const aero = 'Studio Aero, Chennai';

/**
 * Columns: id, name, section, price, brand, part number, supplier, demand (relative), pattern (patterns.mjs),
 * quantities (patterns.mjs), vehicles that it fits (vehicles.mjs), description, more.
 * @type {any[][]}
 */
// prettier-ignore
const table = [
	['P001', 'Front Brake', 'Brake', 1500, 'Vajra', 'VJ-FB 4410', brakes, 30, 'steady', 'one', 'swift dzire baleno', 'Brake pads', { formerNames: ['Front brake pads', 'VJ-FB 4400'] }],
	['P002', 'Summer Tires', 'Tyres', 48000, 'Sarthi', 'SR-205/55R16-S', tyres, 9, 'summer', 'tyres', 'octavia corolla city', 'Quality summer tires', {}],
	['P003', 'Shell Helix', 'Engine Oils', 1100, 'Shell', 'HX7-5W40-1L', oils, 44, 'steady', 'litres', '', 'Engine oil', { alternatives: ['P0012', 'P0013'] }],
	['P004', 'Engine Block', 'Engine Parts', 400000, 'Deccan', 'DE-EB-1248', engines, 1.2, 'lumpy', 'one', 'swift safari', 'Core engine block', {}],
	['P005', 'Body Kit', 'Body Kit', 150000, 'Studio Aero', 'SA-BK-SWF-18', aero, 2, 'growing', 'one', 'swift', 'Aerodynamic kit', {}],
	['P0006', 'Piston', 'Engine Parts', 12000, 'Deccan', 'DE-PST 74.0', engines, 7, 'lumpy', 'fours', 'swift dzire indica', 'Quality rust free piston', { formerNames: ['Piston 74 mm'] }],
	['P0007', 'Back brakes', 'Brake', 2000, 'Vajra', 'VJ-BB 3120', brakes, 18, 'steady', 'one', 'swift dzire alto', 'Back Brake Pads', { formerNames: ['Rear brakes'], alternatives: ['P0016'], delayed: true }],
	['P0008', 'Winter tyres', 'Tyres', 68000, 'Sarthi', 'SR-215/60R17-W', tyres, 5, 'winter', 'tyres', 'fortuner xuv500 octavia', 'winter tyres', {}],
	['P0009', 'Front neon kit', 'Body Kit', 97000, 'Studio Aero', 'SA-NEON-F', aero, 1.6, 'dying', 'one', '', 'Front Neon Kit', {}],
	['P0010', 'Offroad tyres', 'Tyres', 55000, 'Sarthi', 'SR-235/75R15-AT', tyres, 8, 'growing', 'tyres', 'thar bolero scorpio fortuner', 'Offroad tyres', {}],

	['P0011', 'Front brake disc, pair', 'Brake', 5400, 'Vajra', 'VJ-DSC 252V', brakes, 12, 'steady', 'one', 'swift dzire baleno', 'Vented discs, 252 mm, coated against rust. Sold as a pair.', {}],
	['P0012', 'Motor oil 5W-30, 3.5 l', 'Engine Oils', 2150, 'Konkan', 'KL-5W30-35', oils, 40, 'growing', 'litres', '', 'Fully synthetic, API SP. The can holds one change of a small petrol engine.', { alternatives: ['P003'] }],
	['P0013', 'Motor oil 20W-50, 1 l', 'Engine Oils', 420, 'Konkan', 'KL-20W50-1', oils, 26, 'dying', 'litres', 'splendor pulsar classic350', 'Mineral oil for motorcycles and older engines.', {}],
	['P0014', 'Gear oil 80W-90, 1 l', 'Engine Oils', 560, 'Konkan', 'KL-80W90-1', oils, 12, 'steady', 'litres', '', 'For manual gearboxes and differentials, API GL-4.', {}],
	['P0015', 'Brake fluid DOT 4, 500 ml', 'Brake', 340, 'Vajra', 'VJ-DOT4-500', brakes, 30, 'steady', 'one', '', 'Dry boiling point 260 °C. Change it every two years.', { pack: 12 }],
	['P0016', 'Brake shoe set, rear drum', 'Brake', 1280, 'Vajra', 'VJ-SHO 180', brakes, 20, 'steady', 'one', 'alto wagonr indica bolero', 'Four shoes with springs for 180 mm drums.', { alternatives: ['P0007'] }],
	['P0017', 'Brake pad set, ceramic', 'Brake', 3200, 'Vajra', 'VJ-CER 5510', brakes, 14, 'new', 'one', 'creta seltos nexon brezza', 'Quiet, with little dust. With wear indicator.', {}],
	['P0018', 'Handbrake cable', 'Brake', 890, 'Vajra', 'VJ-HBC 1650', brakes, 5, 'intermittent', 'one', 'bolero scorpio indica', 'Length 1,650 mm, steel core with plastic liner.', {}],
	['P0019', 'Wheel cylinder, rear', 'Brake', 640, 'Vajra', 'VJ-WC 19.05', brakes, 4, 'intermittent', 'pairs', 'alto wagonr bolero', 'Bore 19.05 mm.', {}],
	['P0020', 'Brake cleaner spray, 500 ml', 'Brake', 290, 'Konkan', 'KL-BC-500', oils, 24, 'growing', 'one', '', 'Dries without a trace; for discs, drums and clutches.', { pack: 12 }],
	['P0021', 'All-season tyre 165/80 R14', 'Tyres', 4650, 'Sarthi', 'SR-165/80R14', tyres, 16, 'steady', 'tyres', 'swift dzire wagonr', 'Comfortable and long-lived; load index 85, speed T.', {}],
	['P0022', 'Scooter tyre 90/100-10', 'Tyres', 1450, 'Sarthi', 'SR-90/100-10', tyres, 14, 'growing', 'pairs', 'activa jupiter', 'Tubeless, for front and rear.', {}],
	['P0023', 'Motorcycle tyre 100/90-17', 'Tyres', 2350, 'Sarthi', 'SR-100/90-17', tyres, 12, 'monsoon', 'one', 'pulsar apache splendor', 'Rear tyre with deep grooves for wet roads.', {}],
	['P0024', 'Inner tube 2.75-18', 'Tyres', 320, 'Sarthi', 'SR-TUBE-275-18', tyres, 11, 'dying', 'pairs', 'splendor classic350', 'Butyl rubber, straight valve.', { pack: 10 }],
	['P0025', 'Timing belt kit', 'Engine Parts', 7800, 'Deccan', 'DE-TBK 1461', engines, 8, 'steady', 'one', 'duster verna polo', 'Belt, tensioner and idler. Change the water pump with it.', {}],
	['P0026', 'Timing chain kit', 'Engine Parts', 6900, 'Deccan', 'DE-TCK 1197', engines, 5, 'steady', 'one', 'swift baleno i20', 'Chain, guides, tensioner and sprockets.', {}],
	['P0027', 'Head gasket set', 'Engine Parts', 4300, 'Indus', 'IN-HGS 1197', engines, 4, 'intermittent', 'one', 'swift i20 wagonr', 'Multi-layer steel, with valve stem seals.', {}],
	['P0028', 'Piston ring set', 'Engine Parts', 3600, 'Deccan', 'DE-PRS 74.0', engines, 5, 'intermittent', 'one', 'swift dzire indica', 'Rings for four pistons of 74 mm.', {}],
	['P0029', 'Engine mount, right', 'Engine Parts', 2400, 'Himal', 'HM-EM-R 08', engines, 5, 'steady', 'one', 'swift dzire i10', 'Hydraulic mount, stops the shaking at idle.', {}],
	['P0030', 'Valve cover gasket', 'Engine Parts', 780, 'Indus', 'IN-VCG 1197', engines, 7, 'steady', 'one', 'swift i20 i10 wagonr', 'Rubber, with spark plug seals.', {}],
	['P0031', 'Serpentine belt 6PK1200', 'Engine Parts', 980, 'Deccan', '6PK-1200', engines, 12, 'steady', 'one', 'i20 creta city amaze', 'Six ribs, 1,200 mm, EPDM.', {}],
	['P0032', 'Oil filter, spin-on', 'Filters', 320, 'Garuda', 'GF-OF 1010', filters, 46, 'growing', 'one', 'swift dzire baleno alto wagonr i10', 'With anti-drain valve, M20×1.5.', { pack: 20 }],
	['P0033', 'Oil filter insert', 'Filters', 450, 'Garuda', 'GF-OI 2020', filters, 22, 'growing', 'one', 'creta seltos polo octavia', 'Paper insert with sealing rings.', { pack: 10 }],
	['P0034', 'Air filter, panel', 'Filters', 520, 'Garuda', 'GF-AF 3110', filters, 30, 'summer', 'one', 'swift dzire baleno brezza', 'Change it every 15,000 km, sooner on dusty roads.', { pack: 10 }],
	['P0035', 'Air filter, round', 'Filters', 480, 'Garuda', 'GF-AR 3020', filters, 9, 'dying', 'one', 'bolero indica ace', 'For older diesel engines.', {}],
	['P0036', 'Cabin filter, active carbon', 'Filters', 680, 'Garuda', 'GF-CF 4100', filters, 20, 'winter', 'one', 'i20 creta city nexon seltos', 'Keeps out dust and smell.', { pack: 10 }],
	['P0037', 'Diesel filter with water drain', 'Filters', 1450, 'Garuda', 'GF-DF 5200', filters, 16, 'steady', 'one', 'innova scorpio xuv500 bolero', 'Drain the water at every second oil change.', {}],
	['P0038', 'Petrol filter, in-line', 'Filters', 260, 'Garuda', 'GF-PF 5010', filters, 8, 'gone', 'one', 'alto splendor', 'Clear housing.', { supersededBy: 'P0039', status: 'discontinued' }],
	['P0039', 'Petrol filter, in-line, steel', 'Filters', 310, 'Garuda', 'GF-PF 5012', filters, 11, 'new', 'one', 'alto splendor', 'Steel housing; takes the place of GF-PF 5010.', { formerNames: ['GF-PF 5010'] }],
	['P0040', 'Battery 12 V 35 Ah', 'Electrics', 4100, 'Dhruv', 'DV-35B20L', electrics, 16, 'winter', 'one', 'alto wagonr swift i10', 'Maintenance-free, 36 months of warranty.', {}],
	['P0041', 'Battery 12 V 65 Ah', 'Electrics', 6800, 'Dhruv', 'DV-65D26R', electrics, 9, 'winter', 'one', 'innova scorpio xuv500 fortuner', 'For diesel engines, 48 months of warranty.', {}],
	['P0042', 'Spark plug, iridium', 'Electrics', 720, 'Dhruv', 'DV-IR 16', electrics, 24, 'steady', 'fours', 'swift baleno i20 city amaze', 'Gap 1.1 mm; lasts 60,000 km.', { pack: 20 }],
	['P0043', 'Spark plug, copper', 'Electrics', 140, 'Dhruv', 'DV-CU 14', electrics, 20, 'dying', 'fours', 'alto splendor pulsar classic350', 'Gap 0.8 mm.', { pack: 20 }],
	['P0044', 'Ignition coil', 'Electrics', 2650, 'Dhruv', 'DV-IC 4120', electrics, 7, 'monsoon', 'one', 'swift i20 city polo', 'Pencil coil with 3 pins.', {}],
	['P0045', 'Alternator 90 A', 'Electrics', 11800, 'Dhruv', 'DV-ALT 90', electrics, 3, 'intermittent', 'one', 'innova xuv500 scorpio', 'New, not rebuilt; with pulley.', {}],
	['P0046', 'Starter motor 1.2 kW', 'Electrics', 8900, 'Dhruv', 'DV-STM 12', electrics, 3, 'intermittent', 'one', 'swift dzire indica', 'Reduction gear, 9 teeth.', {}],
	['P0047', 'Blade fuse set, 30 pieces', 'Electrics', 190, 'Dhruv', 'DV-FUSE-30', electrics, 12, 'steady', 'one', '', '5 to 30 A, with a puller.', { pack: 20 }],
	['P0048', 'Oxygen sensor', 'Electrics', 3900, 'Dhruv', 'DV-O2 4W', electrics, 4, 'intermittent', 'one', 'swift i10 city corolla', 'Four wires, 450 mm.', {}],
	['P0049', 'Headlamp bulb H4 60/55 W', 'Lights', 240, 'Surya', 'SY-H4-60', lights, 24, 'winter', 'pairs', 'alto swift wagonr bolero splendor', 'Long-life halogen.', { pack: 10 }],
	['P0050', 'LED headlamp kit H4', 'Lights', 3400, 'Surya', 'SY-LED-H4', lights, 10, 'growing', 'one', 'alto swift wagonr bolero', '6,000 K, with fan; a pair.', {}],
	['P0051', 'Headlamp, left', 'Lights', 5600, 'Surya', 'SY-HL-L SWF18', lights, 3, 'intermittent', 'one', 'swift', 'Projector lamp, without bulb.', {}],
	['P0052', 'Headlamp, right', 'Lights', 5600, 'Surya', 'SY-HL-R SWF18', lights, 3, 'intermittent', 'one', 'swift', 'Projector lamp, without bulb.', {}],
	['P0053', 'Tail lamp, left', 'Lights', 2900, 'Surya', 'SY-TL-L CRT', lights, 2, 'intermittent', 'one', 'creta', 'LED strip, with holder.', {}],
	['P0054', 'Fog lamp set', 'Lights', 2700, 'Surya', 'SY-FOG-U', lights, 9, 'winter', 'one', '', 'Two lamps with switch, relay and cable.', {}],
	['P0055', 'Number plate lamp', 'Lights', 280, 'Surya', 'SY-NPL', lights, 4, 'steady', 'one', '', 'LED, white.', {}],
	['P0056', 'Shock absorber, front', 'Suspension', 3200, 'Himal', 'HM-SA-F 3301', ride, 12, 'monsoon', 'pairs', 'swift dzire i20 baleno', 'Gas filled. Change both sides together.', {}],
	['P0057', 'Shock absorber, rear', 'Suspension', 2600, 'Himal', 'HM-SA-R 3302', ride, 10, 'monsoon', 'pairs', 'swift dzire i20 alto', 'Gas filled. Change both sides together.', {}],
	['P0058', 'Lower arm, left', 'Suspension', 2850, 'Himal', 'HM-LA-L 2210', ride, 6, 'monsoon', 'one', 'swift dzire creta', 'With ball joint and bushes.', {}],
	['P0059', 'Lower arm, right', 'Suspension', 2850, 'Himal', 'HM-LA-R 2211', ride, 6, 'monsoon', 'one', 'swift dzire creta', 'With ball joint and bushes.', {}],
	['P0060', 'Stabiliser link', 'Suspension', 740, 'Himal', 'HM-SL 1080', ride, 13, 'monsoon', 'pairs', 'swift i20 creta polo', 'Length 280 mm.', {}],
	['P0061', 'Wheel bearing, front', 'Suspension', 1650, 'Nandi', 'NB-6205-2RS', ride, 9, 'steady', 'one', 'swift dzire wagonr i10', 'Sealed, with snap ring.', { formerNames: ['Hub bearing'] }],
	['P0062', 'Tie rod end', 'Suspension', 820, 'Himal', 'HM-TRE 14', ride, 8, 'steady', 'pairs', 'alto wagonr bolero innova', 'M14, with castle nut and pin.', {}],
	['P0063', 'Radiator', 'Cooling', 6400, 'Kaveri', 'KT-RAD 1197', thermal, 4, 'summer', 'one', 'swift dzire baleno', 'Aluminium core, plastic tanks.', {}],
	['P0064', 'Water pump', 'Cooling', 2300, 'Kaveri', 'KT-WP 1461', thermal, 8, 'summer', 'one', 'duster verna polo swift', 'With gasket.', {}],
	['P0065', 'Coolant concentrate, 1 l', 'Cooling', 390, 'Kaveri', 'KT-OAT-1', thermal, 28, 'summer', 'litres', '', 'OAT, green. Mix 1:1 with clean water.', { pack: 12 }],
	['P0066', 'Thermostat 82 °C', 'Cooling', 880, 'Kaveri', 'KT-TH 82', thermal, 6, 'summer', 'one', 'swift i10 i20 city', 'With sealing ring.', {}],
	['P0067', 'Radiator hose, upper', 'Cooling', 540, 'Kaveri', 'KT-RH-U 1197', thermal, 6, 'summer', 'one', 'swift dzire baleno', 'EPDM with fabric.', {}],
	['P0068', 'Clutch set, 3 pieces', 'Clutch & Gearbox', 6200, 'Nandi', 'NB-CL 190', engines, 7, 'steady', 'one', 'swift dzire wagonr i10', 'Plate, cover and release bearing, 190 mm.', {}],
	['P0069', 'Clutch cable', 'Clutch & Gearbox', 520, 'Nandi', 'NB-CC 900', engines, 8, 'dying', 'one', 'alto wagonr splendor pulsar', 'Length 900 mm, lubricated for life.', {}],
	['P0070', 'CV joint boot kit', 'Clutch & Gearbox', 690, 'Nandi', 'NB-CVB 22', engines, 7, 'steady', 'pairs', 'swift dzire i20 city', 'Boot, clips and grease.', {}],
	['P0071', 'Motorcycle chain and sprocket kit', 'Clutch & Gearbox', 1750, 'Nandi', 'NB-CSK 428', engines, 11, 'steady', 'one', 'splendor pulsar apache classic350', '428 chain, brass coated.', {}],
	['P0072', 'Wiper blade 24"', 'Wipers & Glass', 420, 'Surya', 'SY-WB-24', lights, 24, 'monsoon', 'one', 'i20 creta city innova seltos', 'Flat blade with adapters, 600 mm.', { pack: 10 }],
	['P0073', 'Wiper blade 18"', 'Wipers & Glass', 350, 'Surya', 'SY-WB-18', lights, 24, 'monsoon', 'one', 'swift i20 creta alto', 'Flat blade with adapters, 450 mm.', { pack: 10 }],
	['P0074', 'Washer fluid, 1 l', 'Wipers & Glass', 150, 'Konkan', 'KL-WF-1', oils, 18, 'monsoon', 'litres', '', 'Ready to use; removes insects and oil film.', { pack: 12 }],
	['P0075', 'Door mirror, left', 'Wipers & Glass', 2450, 'Surya', 'SY-DM-L SWF', lights, 3, 'intermittent', 'one', 'swift dzire', 'Electric, primed.', {}],
	['P0076', 'Front bumper, primed', 'Body Kit', 7200, 'Studio Aero', 'SA-FB-SWF18', aero, 3, 'lumpy', 'one', 'swift', 'Ready to paint, without grille.', {}],
	['P0077', 'Rubber mat set', 'Body Kit', 1350, 'Studio Aero', 'SA-MAT-4', aero, 10, 'monsoon', 'one', '', 'Four deep mats, cut to size.', {}],
	['P0078', 'Roof rails, pair', 'Body Kit', 8900, 'Studio Aero', 'SA-RR-CRT', aero, 2, 'new', 'one', 'creta seltos brezza', 'Aluminium, carry 60 kg.', {}]
];

const wholesalePacks = { litres: 6, fours: 8, pairs: 4, tyres: 4, one: 1 };

/** EAN-13 with its check digit; the range that begins with 2 is for use inside a shop, so it is nobody else's. */
function barcode(number) {
	const digits = `20${String(4_410_000_000 + number * 137)}`;
	const sum = [...digits].reduce((total, digit, index) => total + Number(digit) * (index % 2 ? 3 : 1), 0);
	return digits + ((10 - (sum % 10)) % 10);
}

/**
 * @typedef {object} Part
 * @property {string} id
 * @property {string} name
 * @property {string} section
 * @property {number} price paise
 * @property {string} brand
 * @property {string} partNumber
 * @property {string} supplier
 * @property {number} demand lines beside those of the other parts
 * @property {string} pattern
 * @property {string} quantities
 * @property {string[]} vehicles
 * @property {string} description
 * @property {number} cost paise
 * @property {string} barcode
 * @property {number} pack
 * @property {string} status
 * @property {string} supersededBy
 * @property {string[]} alternatives
 * @property {string[]} formerNames
 * @property {boolean} delayed its last order is late: out of stock at the sample's end
 */

/** Every part, in the order of products.csv. @type {Part[]} */
export const parts = table.map(
	(
		[
			id,
			name,
			section,
			price,
			brand,
			partNumber,
			supplier,
			demand,
			pattern,
			quantities,
			fits,
			description,
			more
		],
		index
	) => ({
		id,
		name,
		section,
		price: price * 100,
		brand,
		partNumber,
		supplier,
		demand,
		pattern,
		quantities,
		vehicles: fits === '' ? [] : fits.split(' '),
		description,
		cost: Math.round(price * suppliers[supplier].cost) * 100,
		barcode: barcode(index + 1),
		pack: more.pack ?? wholesalePacks[quantities],
		status: more.status ?? 'active',
		supersededBy: more.supersededBy ?? '',
		alternatives: more.alternatives ?? [],
		formerNames: more.formerNames ?? [],
		delayed: more.delayed ?? false
	})
);
