/** The ids of one-off orders after one was marked, or its mark taken off; the same list where nothing changes. */
export function withOneOff(orders: readonly string[], orderId: string, oneOff: boolean): readonly string[] {
	if (orders.includes(orderId) === oneOff) return orders;
	return oneOff ? [...orders, orderId] : orders.filter((id) => id !== orderId);
}
