import type { CommandName } from '../../contract/command.ts'
import type { Row } from './refusal-row.ts'

/** What a till that sells says to everything of the training till. */
export const trainingRows: readonly Row[] = [
  ...(['leaveTraining', 'takeHint', 'endLesson'] as const).map(
    (command: Extract<CommandName, 'leaveTraining' | 'takeHint' | 'endLesson'>): Row => ({
      command,
      code: 'training_off',
      act: ({ page }) => page.call(command, {}),
    }),
  ),
  {
    command: 'beginLesson',
    code: 'training_off',
    act: ({ page }) => page.call('beginLesson', { lessonId: 'cash_sale' }),
  },
]
