import type { Texts } from './texts.js';

/** The texts of contact persons in English. */
export const enPersons: Pick<Texts, 'persons'> = {
  persons: {
    title: 'Contact persons',
    one: 'contact person',
    means:
      'People at gmina offices and other organisations whom the county’s staff call and write to. Name, phone number and e-mail address are encrypted, each person’s with a key of their own.',
    listOnRecord: 'Reading the data on this page was put into the access log: who read, when, and whose data.',
    onRecord: 'Reading this person’s data was put into the access log: who read, and when.',
    filters: 'Choice of persons',
    none: 'No such person is recorded.',
    contact: 'Phone and e-mail address',
    add: 'Add a person',
    atOrganisation: 'Contact persons at this organisation',
    facts: 'Data',
    id: 'id',
    changed: 'Last changed',
    states: {
      erased: 'data erased',
      unreadable: 'data cannot be read',
    },
    unreadableMeans:
      'The person’s key is not here, or what is encrypted is not what was recorded for them. Tell the administrator of Kronika, who has the keys in a backup.',
    unavailable: 'Data of persons cannot be read now',
    json: 'These data for programs (JSON)',
    readings: 'Who read this person’s data',
    contacts: 'Contacts with this person',
    contactsMeans: 'The contacts that name this person, of the last 200 with their organisation.',
    noContacts: 'The last contacts with this organisation do not name this person.',
    allContacts: 'All contacts with this organisation',
    recordContact: 'Record a contact with this person',
    late: 'Saved',
    lateMeans: 'The person is in the ledger, but the list does not show them yet. Do not save them again.',
    toPerson: 'Go to the person',
    toList: 'All contact persons',

    register: {
      title: 'New contact person',
      means:
        'Record only what the office needs to reach them. Name, phone number and e-mail address will be encrypted. Organisation and function stay in the open, also after an erasure, so the function must not say who it is.',
      button: 'Save the person',
    },
    correct: {
      title: 'Correction of a person’s data',
      link: 'Correct the data',
      means:
        'What was there stays in the ledger, encrypted, and so does the reason. Organisation and function are in the open, so the function must not say who it is.',
      button: 'Save the correction',
    },
    meanwhile: 'Somebody changed this person’s data while the form was open',
    meanwhileMeans:
      'The form shows these changes already, and what was typed here has stayed. Look it through and save again.',
    erase: {
      title: 'Erasure of a person’s data',
      link: 'Erase the person’s data',
      others: 'A manager or an administrator erases a person’s data.',
      means:
        'An erasure destroys the key with which this person’s name, phone number and e-mail address are encrypted. It cannot be undone. Data may be erased only once they need not be kept in the archive any more.',
      what: 'What it does',
      effects: [
        'Nobody will be able to read the data, as of a past day neither.',
        'The ledger keeps that a person was recorded, where they worked and what they did there, and who erased the data, when and why. Proofs and signed checkpoints stay valid.',
        'Entries that name the person stay; they will lead to a page that says only that the data were erased.',
        'The reason stays for good, so it must not say who it was.',
        'A backup of the keys from before the erasure still opens these data. The administrator destroys it when such copies are due.',
        'A signed certificate of the erasure is made.',
      ],
      whom: 'Whose data',
      whomMeans: 'This page shows only what is in the open. To open it is not to read the person’s data.',
      confirmed: 'I know that an erasure cannot be undone.',
      button: 'Erase the data for good',
      leave: 'Back without erasing',
    },
    erasure: {
      title: 'The person’s data were erased',
      means: 'Nobody can read this person’s name, phone number or e-mail address any more, as of no past day either.',
      at: 'erased',
      by: 'who erased',
      reason: 'reason',
      keyDestroyedAt: 'key destroyed',
      certificate: 'Certificate of the erasure',
      certificateMeans:
        'The office’s key signed the certificate. It says which event of the ledger recorded the erasure and when the key was destroyed; it says nothing of the person.',
      noCertificate: 'The certificate cannot be signed now. It will be here once the office’s signing key is back.',
      download: 'Download the certificate (text)',
    },
  },
};
