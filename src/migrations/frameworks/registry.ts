import type { FrameworkName } from '../../model/migration';
import type { Framework } from './framework';
import { plain } from './plain';
import { prisma } from './prisma';

/** In the order of discovery: a file belongs to the first framework that claims it. */
export const frameworks: readonly Framework[] = [prisma, plain];

export function frameworkNamed(name: FrameworkName): Framework {
  return name === 'prisma' ? prisma : plain;
}
