import { useTranslation } from 'react-i18next'
import type { TrainingSlice } from '../../../contract/training-commands.ts'
import { keyCaps } from '../../keys/shortcuts.ts'
import { Button } from '../../parts/button.tsx'
import { useActs, useMirror } from '../../use-desk.ts'

type Block = NonNullable<NonNullable<TrainingSlice>['paper']>['blocks'][number]

/** The last receipt or slip as it would have been printed, marked as training at its head and its foot. */
export function PaperView() {
  const { t } = useTranslation()
  const acts = useActs()
  const paper = useMirror((mirror) => mirror.training?.paper ?? null)
  if (!paper) return null
  return (
    <section
      aria-label={t('training.paperTitle')}
      data-testid="training-receipt"
      className="absolute inset-0 z-20 flex flex-col items-center gap-3 bg-counter p-4"
    >
      <header className="flex w-full max-w-xl items-center justify-between gap-4">
        <h1 className="font-semibold text-head">{t('training.paperTitle')}</h1>
        <Button cap={keyCaps.back} testId="close-paper" onPress={() => acts.turnCoach('paper')}>
          {t('common.close')}
        </Button>
      </header>
      <div className="max-h-full min-h-0 w-full max-w-md overflow-auto rounded-till border border-line bg-raised p-6 shadow-float">
        {paper.blocks.map((block, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a paper never changes, its lines have no other name
          <PaperLine key={`${paper.number}.${place}`} block={block} />
        ))}
      </div>
    </section>
  )
}

function PaperLine({ block }: { readonly block: Block }) {
  switch (block.kind) {
    case 'title':
      return <p className="text-center font-bold text-row">{block.text}</p>
    case 'text':
      return <p className={`${aligned[block.align]} ${block.strong ? 'font-semibold' : ''}`}>{block.text}</p>
    case 'pair':
      return (
        <p
          className={`flex justify-between gap-4 whitespace-pre ${block.strong ? 'font-semibold' : ''} ${block.big ? 'text-head' : ''}`}
        >
          <span>{block.left}</span>
          <span>{block.right}</span>
        </p>
      )
    case 'rule':
      return <hr className="my-2 border-edge border-dashed" />
    case 'blank':
      return <p>&nbsp;</p>
    case 'qr':
      return <p className="my-2 text-center text-small text-soft">▣ {block.payload}</p>
  }
}

const aligned = { left: 'text-left', center: 'text-center', right: 'text-right' } as const
