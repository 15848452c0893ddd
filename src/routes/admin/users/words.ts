import type { Role } from '$lib/domain/account/account';

export const roles: { value: Role; label: string }[] = [
	{ value: 'user', label: 'Shopper' },
	{ value: 'admin', label: 'Admin' }
];
export const roleName = (role: Role) => roles.find(({ value }) => value === role)!.label;
