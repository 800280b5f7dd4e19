/** Which addresses a webhook may reach. Its URL comes from a user: it must not lead into the network of the server. */
import { type LookupAddress, lookup } from 'node:dns'
import { BlockList, isIP, isIPv4, type LookupFunction } from 'node:net'

const inner = new BlockList()
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  inner.addSubnet(network, prefix, 'ipv4')
// What carries an IPv4 address inside, and documentation.
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  inner.addSubnet(network, prefix, 'ipv6')

const outer6 = new BlockList()
outer6.addSubnet('2000::', 3, 'ipv6')

/** Whether an IP address is one of the public internet. What is no address is not. */
export const isPublic = (address: string): boolean =>
  isIPv4(address)
    ? !inner.check(address, 'ipv4')
    : isIP(address) === 6 && outer6.check(address, 'ipv6') && !inner.check(address, 'ipv6')

/** Told apart from all other faults of a connection. */
export class InnerAddress extends Error {
  constructor() {
    super('the address is inside a private network')
    this.name = 'InnerAddress'
  }
}

/** Resolves a name and gives only checked addresses: the connection is made to these, and not looked up again. */
export const publicLookup: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
    if (error) return done(error, '', 0)
    // One inner address among several is enough: nobody honest has such a name.
    if (!found.every(({ address }) => isPublic(address))) return done(new InnerAddress(), '', 0)
    if (options.all) return done(null, found)
    const [first] = found
    return first ? done(null, first.address, first.family) : done(new InnerAddress(), '', 0)
  })
}
