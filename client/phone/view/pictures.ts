// All that has to do with pictures, in one file of the page's.

export { AttachButton, AttachedList, picturesWait, takeAttached } from './attach.tsx'
export { PromptPictures } from './prompt-pictures.tsx'
