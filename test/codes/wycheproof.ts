/* Project Wycheproof, `testvectors_v1/ed25519_test.json` (Apache-2.0): the cases about a signature's own form, by their number. All hex. */

export interface Ed25519Case {
  readonly number: number
  readonly publicKey: string
  readonly message: string
  readonly signature: string
}

const groupKey = '7d4d0e7f6153a69b6242b522abbee685fda4420f8834b108c3bdae369ef549fa'

function of(publicKey: string, rows: readonly (readonly [number, string, string])[]): Ed25519Case[] {
  return rows.map(([number, message, signature]) => ({ number, publicKey, message, signature }))
}

export const validCases: readonly Ed25519Case[] = [
  ...of(groupKey, [
    [
      1,
      '',
      'd4fbdb52bfa726b44d1786a8c0d171c3e62ca83c9e5bbe63de0bb2483f8fd6cc1429ab72cafc41ab56af02ff8fcc43b99bfe4c7ae940f60f38ebaa9d311c4007',
    ],
    [
      2,
      '78',
      'd80737358ede548acb173ef7e0399f83392fe8125b2ce877de7975d8b726ef5b1e76632280ee38afad12125ea44b961bf92f1178c9fa819d020869975bcbe109',
    ],
    [
      3,
      '54657374',
      '7c38e026f29e14aabd059a0f2db8b0cd783040609a8be684db12f82a27774ab07a9155711ecfaf7f99f277bad0c6ae7e39d4eef676573336a5c51eb6f946b30d',
    ],
    [
      4,
      '48656c6c6f',
      '1c1ad976cbaae3b31dee07971cf92c928ce2091a85f5899f5e11ecec90fc9f8e93df18c5037ec9b29c07195ad284e63d548cd0a6fe358cc775bd6c1608d2c905',
    ],
    [
      5,
      '313233343030',
      '657c1492402ab5ce03e2c3a7f0384d051b9cf3570f1207fc78c1bcc98c281c2bf0cf5b3a289976458a1be6277a5055545253b45b07dcc1abd96c8b989c00f301',
    ],
  ]),
  ...of('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a', [
    [
      80,
      '',
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    ],
  ]),
  ...of('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c', [
    [
      81,
      '72',
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    ],
  ]),
  ...of('100fdf47fb94f1536a4f7c3fda27383fa03375a8f527c537e6f1703c47f94f86', [
    // S just under the order of the group.
    [
      84,
      '124e583f8b8eca58bb29c271b41d36986bbc45541f8e51f9cb0133eca447601e',
      'dac119d6ca87fc59ae611c157048f4d4fc932a149dbe20ec6effd1436abf83ea05c7df0fef06147241259113909bc71bd3c53ba4464ffcad3c0968f2ffffff0f',
    ],
  ]),
]

/** 0, 1, L − 1, L and the field's prime p, as the cases 10 to 29 put them for R and S. */
const zero = '00'.repeat(32)
const one = `01${'00'.repeat(31)}`
const orderLessOne = 'ecd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010'
const order = 'edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010'
const prime = `ed${'ff'.repeat(30)}7f`

const specialValues: readonly Ed25519Case[] = [zero, one, order, prime].flatMap((r, row) =>
  [zero, one, orderLessOne, order, prime].map((s, column) => ({
    number: 10 + row * 5 + column,
    publicKey: groupKey,
    message: '3f',
    signature: r + s,
  })),
)

export const invalidCases: readonly Ed25519Case[] = [
  ...specialValues,
  ...of(groupKey, [
    // Cut, lengthened, or with a byte dropped.
    [30, '54657374', ''],
    [31, '54657374', '7c38e026f29e14aabd059a0f2db8b0cd783040609a8be684db12f82a27774ab0'],
    [
      32,
      '54657374',
      '7c38e026f29e14aabd059a0f2db8b0cd783040609a8be684db12f82a27774ab07a9155711ecfaf7f99f277bad0c6ae7e39d4eef676573336a5c51eb6f946',
    ],
    [
      33,
      '54657374',
      '7c38e026f29e14aabd059a0f2db8b0cd783040609a8be684db12f82a27774ab07a9155711ecfaf7f99f277bad0c6ae7e39d4eef676573336a5c51eb6f946b30d2020',
    ],
    [
      35,
      '54657374',
      '007c38e026f29e14aabd059a0f2db8b0cd783040609a8be684db12f82a27774ab07a9155711ecfaf7f99f277bad0c6ae7e39d4eef676573336a5c51eb6f946b30d',
    ],
    [
      36,
      '54657374',
      '7c38e026f29e14aabd059a0f2db8b0cd783040609a8be684db12f82a27774ab0007a9155711ecfaf7f99f277bad0c6ae7e39d4eef676573336a5c51eb6f946b30d',
    ],
    [
      37,
      '54657374',
      '7c38e026f29e14aabd059a0f2db8b0cd783040609a8be684db12f82a27774ab07a9155711ecfaf7f99f277bad0c6ae7e39d4eef676573336a5c51eb6f946b30d00',
    ],
    [
      38,
      '546573743137',
      '93de3ca252426c95f735cb9edd92e83321ac62372d5aa5b379786bae111ab6b17251330e8f9a7c30d6993137c596007d7b001409287535ac4804e662bc58a3',
    ],
    [
      41,
      '54657374333437',
      'b0928b46e99fbbad3f5cb502d2cd309d94a7e86cfd4d84b1fcf4cea18075a9c36993c0582dba1e9e519fae5a8654f454201ae0c3cb397c37b8f4f8eef18400',
    ],
    // R written in another way, S computed to fit.
    [
      42,
      '313233343030',
      '647c1492402ab5ce03e2c3a7f0384d051b9cf3570f1207fc78c1bcc98c281c2b1d125e5538f38afbcc1c84e489521083041d24bc6240767029da063271a1ff0c',
    ],
    [
      55,
      '313233343030',
      '657c1492402ab5ce03e2c3a7f0384d051b9cf3570f1207fc78c1bcc98c289c2be5241a345c7b5428054c74b7c382fa10d4a5f1e8f8b79a71d3fdea2254f1ff0e',
    ],
    [
      58,
      '313233343030',
      '657c1492402ab5ce03e2c3a7f0384d051b9cf3570f1207fc78c1bcc98c281c6b8da07efd07a6dafb015ed6a32fe136319a972ffbc341f3a0beae97ccf8136505',
    ],
    [
      59,
      '313233343030',
      '657c1492402ab5ce03e2c3a7f0384d051b9cf3570f1207fc78c1bcc98c281cab227aedf259f910f0f3a759a335062665217925d019173b88917eae294f75d40f',
    ],
    [
      60,
      '313233343030',
      '0000000000000000000000000000000000000000000000000000000000000000e0b8e7770d51c7a36375d006c5bffd6af43ff54aaf47e4330dc118c71d61ec02',
    ],
    [
      61,
      '313233343030',
      'ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff463a1908382e7eb7693acef9884f7cf931a215e0791876be22c631a59881fd0e',
    ],
    [
      62,
      '313233343030',
      '9a83eb6dbfd54a31fc1d3c580fc7b2fae4630ca8f0edf803873e433673d7e3d40e94254586cb6188c5386c3febed477cb9a6cb29e3979adc4cb27cf5278fb70a',
    ],
    // S + L, + 2L, + 4L, + 8L: the same scalar written again; then S with a bit above it, and S + p.
    [
      63,
      '54657374',
      '7c38e026f29e14aabd059a0f2db8b0cd783040609a8be684db12f82a27774ab067654bce3832c2d76f8f6f5dafc08d9339d4eef676573336a5c51eb6f946b31d',
    ],
    [
      64,
      '54657374',
      '7c38e026f29e14aabd059a0f2db8b0cd783040609a8be684db12f82a27774ab05439412b5395d42f462c67008eba6ca839d4eef676573336a5c51eb6f946b32d',
    ],
    [
      65,
      '54657374',
      '7c38e026f29e14aabd059a0f2db8b0cd783040609a8be684db12f82a27774ab02ee12ce5875bf9dff26556464bae2ad239d4eef676573336a5c51eb6f946b34d',
    ],
    [
      66,
      '54657374',
      '7c38e026f29e14aabd059a0f2db8b0cd783040609a8be684db12f82a27774ab0e2300459f1e742404cd934d2c595a6253ad4eef676573336a5c51eb6f946b38d',
    ],
    [
      67,
      '54657374',
      '7c38e026f29e14aabd059a0f2db8b0cd783040609a8be684db12f82a27774ab07a9155711ecfaf7f99f277bad0c6ae7e39d4eef676573336a5c51eb6f946b32d',
    ],
    [
      68,
      '54657374',
      '7c38e026f29e14aabd059a0f2db8b0cd783040609a8be684db12f82a27774ab07a9155711ecfaf7f99f277bad0c6ae7e39d4eef676573336a5c51eb6f946b34d',
    ],
    [
      69,
      '54657374',
      '7c38e026f29e14aabd059a0f2db8b0cd783040609a8be684db12f82a27774ab07a9155711ecfaf7f99f277bad0c6ae7e39d4eef676573336a5c51eb6f946b38d',
    ],
    [
      70,
      '54657374',
      '7c38e026f29e14aabd059a0f2db8b0cd783040609a8be684db12f82a27774ab0679155711ecfaf7f99f277bad0c6ae7e39d4eef676573336a5c51eb6f946b38d',
    ],
  ]),
]
