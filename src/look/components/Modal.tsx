import '@mantine/core/styles/ScrollArea.css'
import '@mantine/core/styles/Overlay.css'
import '@mantine/core/styles/ModalBase.css'
import '@mantine/core/styles/Modal.css'

/** A file of its own, so that it is fetched apart. */
export { Modal as default } from '@mantine/core'
