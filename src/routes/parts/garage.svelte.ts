import { browser } from '$app/environment';
import type { Fitment } from '$lib/domain/catalogue/product';

/** A vehicle of the person's, kept on this device only. */
export interface Vehicle {
	make: string;
	model: string;
	/** Year it was built; absent where it does not matter. */
	year?: number;
}

const KEY = 'pop:garage';

class Garage {
	vehicles = $state.raw<Vehicle[]>(browser ? stored() : []);

	add(vehicle: Vehicle): void {
		this.#keep([...this.vehicles.filter((other) => vehicleName(other) !== vehicleName(vehicle)), vehicle]);
	}

	remove(vehicle: Vehicle): void {
		this.#keep(this.vehicles.filter((other) => other !== vehicle));
	}

	#keep(vehicles: Vehicle[]): void {
		this.vehicles = vehicles;
		try {
			localStorage.setItem(KEY, JSON.stringify(vehicles));
		} catch {
			// Storage is refused: they stay until the page is closed.
		}
	}
}

function stored(): Vehicle[] {
	try {
		const list: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
		return Array.isArray(list)
			? list.filter((one) => typeof one?.make === 'string' && typeof one?.model === 'string')
			: [];
	} catch {
		return [];
	}
}

export const garage = new Garage();

export const vehicleName = ({ make, model, year }: Vehicle) => [make, model, year].filter(Boolean).join(' ');

/** Whether a part's rows name the vehicle. A part without rows has unknown fitment: that is never a yes. */
export function fits(rows: readonly Fitment[], vehicle: Vehicle): boolean {
	return rows.some(
		({ make, model, yearFrom, yearTo }) =>
			make.toLowerCase() === vehicle.make.toLowerCase() &&
			model.toLowerCase() === vehicle.model.toLowerCase() &&
			(vehicle.year === undefined ||
				((yearFrom === undefined || yearFrom <= vehicle.year) &&
					(yearTo === undefined || yearTo >= vehicle.year)))
	);
}
