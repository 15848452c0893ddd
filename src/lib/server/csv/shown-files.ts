import { specs } from '../../domain/csv/tables';
import { tables } from '../store/tables';
import { bundlesFile, metricsFile, reorderFile } from './generated-file';
import { keyedFile } from './keyed-file';
import { numberedFile } from './numbered-file';
import { cartsFile, logFile, shopFile } from './other-files';
import type { ShownFile } from './shown-file';

/** The files of a shop, in the order in which they are written. */
export const shownFiles = (): ShownFile[] => [
	numberedFile(specs.sales, 'sales', tables.sales),
	keyedFile(specs.products, 'products', tables.products),
	keyedFile(specs.orders, 'orders', tables.orders),
	numberedFile(specs.movements, 'movements', tables.movements),
	cartsFile,
	keyedFile(specs.users, 'users', tables.users),
	numberedFile(specs.fitment, 'fitment', tables.fitment),
	keyedFile(specs.stocks, 'stocks', tables.stocks),
	keyedFile(specs.purchases, 'purchases', tables.purchases),
	shopFile,
	logFile(),
	bundlesFile,
	reorderFile,
	metricsFile
];
