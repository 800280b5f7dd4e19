/** Which of the two stores an address names. */

export type StoreKind = 'sqlite' | 'postgres'

export const storeKindOf = (address: string): StoreKind =>
  /^postgres(ql)?:\/\//.test(address) ? 'postgres' : 'sqlite'
