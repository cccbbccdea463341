import { ShieldCheck, ShieldQuestionMark } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { isSecondProof } from '../../../domain/proof.ts'
import { Mark } from '../../parts/mark.tsx'
import { useMirror } from '../../use-desk.ts'

/** Told before the money is counted: this payment will ask for a second proof, or has it already. */
export function ProofMark() {
  const { t } = useTranslation()
  const basket = useMirror((mirror) => mirror.basket)
  if (!basket || basket.stepUp.length === 0) return null
  if (isSecondProof(basket.proven))
    return <Mark icon={ShieldCheck} tone="good" word={t('member.proven')} testId="pay-proven" />
  return (
    <Mark
      icon={ShieldQuestionMark}
      tone="warn"
      word={t('stepUp.needed')}
      title={basket.stepUp.map((reason) => t(`stepUp.reason.${reason}`)).join(' · ')}
      testId="pay-needs-proof"
    />
  )
}
