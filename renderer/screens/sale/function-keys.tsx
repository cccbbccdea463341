import {
  BadgeCheck,
  CircleQuestionMark,
  History,
  LayoutGrid,
  type LucideIcon,
  Pause,
  Play,
  ScanFace,
  TicketPercent,
  Undo2,
} from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { performShortcut } from '../../keys/perform.ts'
import { keyCaps, type ShortcutId } from '../../keys/shortcuts.ts'
import { useMirror, useProgress, useWorkplace } from '../../use-desk.ts'

/** What else can be done, each with its key, in the order of the keyboard. */
export function FunctionKeys() {
  const { t } = useTranslation()
  const empty = useMirror((mirror) => (mirror.basket?.lines.length ?? 0) === 0)
  const held = useMirror((mirror) => mirror.basket?.held.length ?? 0)
  const canUndo = useMirror((mirror) => mirror.basket?.canUndo ?? false)
  return (
    <nav className="grid h-[72px] auto-cols-fr grid-flow-col gap-2">
      <FunctionKey id="help" icon={CircleQuestionMark} word={t('keys.help')} />
      <FunctionKey id="member" icon={ScanFace} word={t('keys.member')} />
      <FunctionKey id="coupon" icon={TicketPercent} word={t('keys.coupon')} />
      {empty ? (
        <FunctionKey id="hold" icon={Play} word={t('keys.recall')} count={held} disabled={held === 0} />
      ) : (
        <FunctionKey id="hold" icon={Pause} word={t('keys.hold')} count={held} />
      )}
      <FunctionKey id="recent" icon={History} word={t('keys.recent')} />
      <FunctionKey id="verify" icon={BadgeCheck} word={t('keys.verify')} />
      <FunctionKey id="services" icon={LayoutGrid} word={t('keys.services')} />
      <FunctionKey id="undo" icon={Undo2} word={t('keys.undo')} disabled={!canUndo} />
    </nav>
  )
}

function FunctionKey(props: {
  readonly id: ShortcutId
  readonly icon: LucideIcon
  readonly word: string
  readonly count?: number
  readonly disabled?: boolean
}) {
  const { desk, acts } = useWorkplace()
  const busy = useProgress((progress) => progress.commit !== null)
  const { icon: Icon, count = 0 } = props
  return (
    <button
      type="button"
      data-testid={`key-${props.id}`}
      disabled={busy || props.disabled === true}
      onClick={() => performShortcut(desk, acts, props.id)}
      className="relative flex min-w-0 flex-col items-center justify-center gap-1 rounded-till border border-line bg-paper active:bg-sunk disabled:opacity-45"
    >
      <span className="flex items-center gap-1.5">
        <Icon aria-hidden="true" className="size-5 shrink-0" />
        <span className="whitespace-nowrap text-soft text-tiny">{keyCaps[props.id]}</span>
      </span>
      <span className="max-w-full truncate px-1 font-medium">{props.word}</span>
      {count > 0 ? (
        <span className="absolute top-1 right-1 flex size-5 items-center justify-center rounded-round bg-accent font-semibold text-on-accent text-tiny">
          {count}
        </span>
      ) : null}
    </button>
  )
}
