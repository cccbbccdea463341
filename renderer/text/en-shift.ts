export const enShiftNo = {
  shift_open: { says: 'A shift is open already', todo: 'Close it first, then open the next one.' },
  shift_missing: { says: 'No shift is open', todo: 'Count the float, open the shift and try again.' },
  count_invalid: {
    says: 'The count does not add up',
    todo: 'Check the notes and coins; what stays as float cannot be more than was counted.',
  },
  cash_amount_invalid: { says: 'Not an amount', todo: 'Enter an amount above zero.' },
  cash_reason_invalid: {
    says: 'This reason does not fit',
    todo: 'Choose a reason that fits this cash, and keep the note short.',
  },
}
