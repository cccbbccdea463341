import { sumMoney } from '../../../domain/money.ts'
import type { TenderKind } from '../../../domain/tender.ts'
import { TenderBalance, TenderButton } from '../../parts/tender-button.tsx'
import { tenderKinds, tendersOf } from '../../tender-entry.ts'
import { useActs, useEntry, useFinder, useMirror } from '../../use-desk.ts'
import { AccountLine, CardButton } from './account-line.tsx'

/** The amounts by tender, and what they come to against the sum: for the eye, the core decides. */
export function TenderList() {
  return (
    <>
      {tenderKinds.map((kind) => (
        <TenderRow key={kind} kind={kind} />
      ))}
      <CardButton />
      <Balance />
    </>
  )
}

function TenderRow({ kind }: { readonly kind: TenderKind }) {
  const acts = useActs()
  const text = useEntry((entry) => entry.tenders[kind])
  const active = useEntry((entry) => entry.activeTender === kind)
  const account = useFinder((finder) => (kind === 'stored_value' ? finder.account : null))
  return (
    <TenderButton
      kind={kind}
      text={text}
      active={active}
      whose={account?.card ?? account?.maskedName ?? ''}
      onChoose={() => acts.chooseTender(kind)}
    >
      {kind === 'stored_value' ? <AccountLine /> : null}
    </TenderButton>
  )
}

function Balance() {
  const tenders = useEntry((entry) => entry.tenders)
  const toPay = useMirror((mirror) => mirror.basket?.toPay)
  if (toPay === undefined) return null
  return (
    <TenderBalance
      entered={sumMoney(tendersOf(tenders, null).map((tender) => tender.amount))}
      toPay={toPay}
    />
  )
}
