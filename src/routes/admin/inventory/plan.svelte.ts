import { shop } from '../../words.svelte';
import { policyOf } from '$lib/domain/inventory/shop-suggestions';
import type { ServiceGoal } from '$lib/domain/inventory/policy';
import type { ReorderPolicy } from '$lib/domain/inventory/suggest';

/** What a person tries out and changes by hand before ordering: it outlives a look at another page. */
class Plan {
	/** Null: the shop's own. */
	level = $state<number | null>(null);
	measure = $state<ServiceGoal['measure']>('cycle');
	leadTimeFactor = $state(1);
	demandFactor = $state(1);
	keepOwnPoints = $state(true);
	/** Pieces that the person set, by product. */
	pieces = $state.raw<ReadonlyMap<string, number>>(new Map());

	get policy(): ReorderPolicy {
		const usual = policyOf(shop());
		return {
			...usual,
			goal: { measure: this.measure, level: this.level ?? usual.goal.level },
			leadTimeFactor: this.leadTimeFactor,
			demandFactor: this.demandFactor,
			keepOwnPoints: this.keepOwnPoints
		};
	}

	/** Whether the policy is another than the shop's. */
	get isWhatIf(): boolean {
		return (
			this.level !== null ||
			this.measure !== 'cycle' ||
			this.leadTimeFactor !== 1 ||
			this.demandFactor !== 1 ||
			!this.keepOwnPoints
		);
	}

	/** Tries something else out. The first step away from the shop's policy puts own reorder points aside: they would not move. */
	tryOut(changes: Partial<Pick<Plan, 'level' | 'measure' | 'leadTimeFactor' | 'demandFactor'>>): void {
		if (!this.isWhatIf) this.keepOwnPoints = false;
		Object.assign(this, changes);
	}

	usual(): void {
		this.level = null;
		this.measure = 'cycle';
		this.leadTimeFactor = this.demandFactor = 1;
		this.keepOwnPoints = true;
	}

	/** Sets the pieces of some products; without pieces they are what is suggested. */
	set(productIds: Iterable<string>, pieces?: number): void {
		const next = new Map(this.pieces);
		for (const id of productIds) {
			if (pieces === undefined) next.delete(id);
			else next.set(id, pieces);
		}
		this.pieces = next;
	}
}

export const plan = new Plan();
