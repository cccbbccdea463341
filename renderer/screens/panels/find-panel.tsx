import { ScanFace, UserPlus, UserRoundX } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { MemberCandidate } from '../../../contract/member-commands.ts'
import { keyCaps } from '../../keys/shortcuts.ts'
import { Button } from '../../parts/button.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Keypad } from '../../parts/keypad.tsx'
import { LetterPad } from '../../parts/letter-pad.tsx'
import { Mark } from '../../parts/mark.tsx'
import { Panel } from '../../parts/panel.tsx'
import { TierBadge } from '../../parts/tier-badge.tsx'
import { useActs, useEntry, useFinder, useLocal } from '../../use-desk.ts'

/** Who is it: by four digits, a phone, initials or a code; typed, touched or scanned. */
export function FindPanel() {
  const { t } = useTranslation()
  const acts = useActs()
  const query = useEntry((entry) => entry.memberQuery)
  return (
    <Panel title={t('find.title')} testId="find-panel">
      <div className="grid h-full min-h-0 grid-cols-[minmax(0,1fr)_264px] grid-rows-[auto_minmax(0,1fr)] gap-4 wide:grid-cols-[minmax(0,1fr)_340px]">
        <input
          data-testid="find-input"
          // biome-ignore lint/a11y/noAutofocus: the panel was opened to type
          autoFocus
          autoComplete="off"
          maxLength={40}
          value={query}
          placeholder={t('find.field')}
          aria-label={t('find.field')}
          onChange={(event) => void acts.findMembers(event.target.value)}
          className="col-span-2 h-16 w-full rounded-till border-2 border-edge bg-raised px-5 font-semibold text-head outline-none placeholder:font-normal placeholder:text-row placeholder:text-soft focus:border-accent"
        />
        <div className="min-h-0 overflow-y-auto">
          <Candidates query={query.trim()} />
        </div>
        <Pad />
      </div>
    </Panel>
  )
}

function Pad() {
  const { t } = useTranslation()
  const acts = useActs()
  const pad = useEntry((entry) => entry.memberPad)
  return (
    <div className="flex min-h-0 flex-col gap-3">
      <Button
        tone="tint"
        icon={UserPlus}
        cap={keyCaps.member}
        testId="open-join"
        className="h-14 shrink-0 font-medium"
        onPress={acts.openJoin}
      >
        {t('find.join')}
      </Button>
      {pad === 'digits' ? (
        <Keypad
          onDigit={acts.typeFind}
          onErase={acts.eraseFind}
          extra={{ word: t('find.letters'), testId: 'pad-letters', onPress: acts.turnMemberPad }}
        />
      ) : (
        <LetterPad onLetter={acts.typeFind} onErase={acts.eraseFind} onTurn={acts.turnMemberPad} />
      )}
    </div>
  )
}

function Candidates({ query }: { readonly query: string }) {
  const { t } = useTranslation()
  const members = useFinder((finder) => finder.members)
  const row = useEntry((entry) => entry.row)
  if (query === '' || members === null) return <Empty icon={ScanFace} says={t('find.hint')} />
  if (members.found.length === 0)
    return <Empty icon={UserRoundX} says={t('find.none', { query })} todo={t('find.noneTodo')} />
  return (
    <ul className="flex flex-col gap-2">
      {members.found.map((member, index) => (
        <Candidate key={member.memberId} member={member} chosen={row === index} />
      ))}
      {members.more ? <li className="px-2 py-1 text-small text-soft">{t('find.more')}</li> : null}
    </ul>
  )
}

function Candidate({ member, chosen }: { readonly member: MemberCandidate; readonly chosen: boolean }) {
  const { t } = useTranslation()
  const acts = useActs()
  const local = useLocal()
  return (
    <li>
      <button
        type="button"
        data-testid="candidate"
        data-member={member.memberId}
        data-chosen={chosen}
        onClick={() => void acts.attachMember(member.memberId)}
        className={`flex min-h-16 w-full items-center gap-3 rounded-till border-2 px-4 text-left focus-visible:-outline-offset-3 ${chosen ? 'border-accent bg-tint' : 'border-line bg-raised'}`}
      >
        <TierBadge tone={member.tier.tone} name={local(member.tier.name)} />
        <span className="min-w-0 flex-1">
          <span className="block truncate font-semibold text-row">{member.maskedName}</span>
          <span className="block truncate text-small text-soft">{member.maskedPhone}</span>
        </span>
        {member.status === 'active' ? null : (
          <Mark icon={UserRoundX} tone="stop" word={t(`member.status.${member.status}`)} />
        )}
        {member.provisional ? <Mark icon={UserPlus} tone="warn" word={t('member.provisional')} /> : null}
      </button>
    </li>
  )
}
