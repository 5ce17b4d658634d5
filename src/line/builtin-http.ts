/*
 * Node's clients, got without an import: the namespace of `node:http` reads every export of it, one of which loads a second
 * HTTP client that nobody here uses. It cost every start of an engine a tenth of a second.
 */
export const builtinHttp = {
  plain: process.getBuiltinModule("node:http"),
  tls: process.getBuiltinModule("node:https"),
} as const;
