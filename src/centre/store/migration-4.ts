/** What is on file of a person: chronic diseases, off-site records, designations, as a list in JSON. */
export const migration4: readonly string[] = [
  `ALTER TABLE persons ADD COLUMN filings text NOT NULL DEFAULT '[]'`,
];
