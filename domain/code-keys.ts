/**
 * One series of signed coupons: its Ed25519 key pair lives at the central, the public half and the member tag's key
 * travel to every till in the programme document. Not secret from a till; a member tag's key only keeps a
 * photographed coupon from telling strangers whose it is.
 */
export interface CouponSeriesKey {
  /** 8 bytes, 16 lower-case hex digits: `kid` of the coupon's protected header. */
  readonly keyId: string
  /** Ed25519: the 32 raw bytes or their SPKI DER, base64. */
  readonly publicKey: string
  /** HMAC-SHA-256 key of the member tags of this series, 32 bytes, base64. */
  readonly memberTagKey: string
  /** The series may have been issued from here, epoch ms; … */
  readonly from: number
  /** … and before here, epoch ms. */
  readonly until: number
}

/** A key of the central that certifies members' devices for dynamic codes. */
export interface MemberCertificateKey {
  /** 8 bytes, 16 lower-case hex digits. */
  readonly keyId: string
  /** Ed25519: the 32 raw bytes or their SPKI DER, base64. */
  readonly publicKey: string
  /** Certificates may begin from here, epoch ms; … */
  readonly from: number
  /** … and before here, epoch ms. */
  readonly until: number
}

/** Public keys by which a till judges signed codes without asking anybody (sync.md 6). Part of the programme document. */
export interface CodeKeys {
  readonly couponSeries: readonly CouponSeriesKey[]
  readonly memberCertificates: readonly MemberCertificateKey[]
}
