// Apart from `phoneNumber.ts`: pages that only show numbers do without its numbering plans.

/** Stands for a caller who withheld their number: nobody in particular. */
export const WITHHELD = 'withheld'
