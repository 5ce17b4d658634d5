/** How a statement flags a settlement may be set by hand, as clerks of a clearing office do. */
export const migration3: readonly string[] = [`ALTER TABLE settlements ADD COLUMN listed_as_refund boolean`];
