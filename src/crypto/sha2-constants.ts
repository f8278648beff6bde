const COUNT = 80;
const FRACTION = 64n;

/**
 * The constants of SHA-512 (FIPS 180-4, section 4.2.3): the first 64 bits of the fractional parts of the cube roots of the first 80 primes.
 * Their upper halves begin with those of SHA-256. The page computes them, in a few milliseconds: random digits do not compress, and
 * these would be a hundredth of what it loads. Its build puts this in the place of the library's lists (scripts/lib/page-packages.js).
 */
export function cubeRootFractions(): readonly bigint[] {
  const primes: bigint[] = [];
  for (let n = 2n; primes.length < COUNT; n++) if (primes.every((prime) => n % prime !== 0n)) primes.push(n);
  return primes.map((prime) => cubeRoot(prime << (3n * FRACTION)) % (1n << FRACTION));
}

/** The largest whole number whose cube is not above `n`; for `n` below 2^216. */
function cubeRoot(n: bigint): bigint {
  let root = 0n;
  for (let bit = 1n << 71n; bit > 0n; bit >>= 1n) if ((root + bit) ** 3n <= n) root += bit;
  return root;
}
