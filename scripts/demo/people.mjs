/** The sample's shoppers: made-up people and workshops. */

const given =
	'Aarav Aditi Aditya Ahmed Akash Amit Ananya Anil Anita Anjali Arjun Arun Asha Ayesha Bhavna Chetan Daniel Deepa Deepak Divya Farah Fatima Gaurav Geeta Gopal Harish Imran Ishaan Jaya Joseph Karan Kavya Kiran Lakshmi Leela Manish Maria Meera Mohan Nadia Neha Nikhil Nisha Pooja Pranav Priya Rahul Rajesh Rakesh Ravi Rekha Ritu Rohan Sana Sanjay Sara Shreya Sunil Sunita Suresh Tanvi Tara Usha Varun Vidya Vijay Vikram Yash Zoya'.split(
		' '
	);
const family =
	'Agarwal Bhat Bose Chatterjee Chauhan Das Desai Dsouza Fernandes Gandhi Ghosh Gill Gupta Iyer Jain Joshi Kapoor Khan Krishnan Kulkarni Kumar Malhotra Mehta Menon Mishra Nair Naidu Pandey Patel Patil Pillai Rao Reddy Roy Saxena Shah Sharma Shetty Singh Sinha Thomas Varma Yadav'.split(
		' '
	);
const workshops = [
	['Sai Motors', 'sai.motors'],
	['City Garage', 'citygarage'],
	['Highway Auto Works', 'highway-auto'],
	['Patil Tyres', 'patil.tyres'],
	['New Star Garage', 'newstar_garage'],
	['Two Wheel Point', 'twowheelpoint'],
	['Sharma Travels', 'sharma.travels'],
	['Lakshmi Auto Care', 'lakshmi.auto'],
	['Green Valley Cabs', 'greenvalley-cabs'],
	['Om Service Station', 'om.service']
];
const streets = [
	'MG Road',
	'Station Road',
	'Lake View Road',
	'Temple Street',
	'Market Yard',
	'Ring Road',
	'Park Street',
	'Mill Road'
];
const towns = [
	'Pune 411004',
	'Pune 411038',
	'Pimpri 411018',
	'Chinchwad 411033',
	'Hadapsar 411028',
	'Baner 411045'
];

/** No mobile number in India begins with 5: nobody is called by mistake. */
const phone = (rng) => `+91 5${rng.whole(1000, 9999)} ${rng.whole(10000, 99999)}`;
const address = (rng) => `${rng.whole(1, 240)} ${rng.pick(streets)}, ${rng.pick(towns)}`;

/** Shoppers with how often they buy; the first ten are workshops. */
export function people(number, rng) {
	const shoppers = workshops.map(([name, username]) => ({ name, username, workshop: true }));
	const taken = new Set(shoppers.map(({ username }) => username));
	while (shoppers.length < number) {
		const [first, last] = [rng.pick(given), rng.pick(family)];
		const plain = `${first}.${last}`.toLowerCase();
		const styles = [
			plain,
			plain.replace('.', '_'),
			`${first.toLowerCase()}${rng.whole(60, 99)}`,
			`${first[0]}${last}`.toLowerCase()
		];
		const username = rng.pick(styles);
		if (username.length < 3 || taken.has(username)) continue;
		taken.add(username);
		shoppers.push({ name: `${first} ${last}`, username, workshop: false });
	}
	return shoppers.map((shopper, rank) => ({
		...shopper,
		email: rng.chance(0.7) ? `${shopper.username}@example.com` : '',
		phone: shopper.workshop || rng.chance(0.5) ? phone(rng) : '',
		address: address(rng),
		weight: shopper.workshop ? 4 : 20 / (rank + 8)
	}));
}
