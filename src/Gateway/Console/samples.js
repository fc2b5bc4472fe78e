// Ready-made scenarios for the simulated network: what a far end does is written in the address that is dialed.
//   sip:NAME@sim;ring=MS;answer=MS;talk=MS;status=CODE    +1555010NNNN with NNNN 0000–0399: answers after NNNN × 10 ms

const caller = { from: '+15550100001', to: '+15550100002' };

// What runs on each side of a queue when the bridge is over.
const afterwards = '{"sections":{"main":["hangup"]}}';

export const samples = [
  {
    id: 'single',
    title: 'Single',
    about: 'One destination. It rings, answers after two seconds, and hangs up four seconds later.',
    body: { call: caller, connect: { to: 'sip:anna@sim;ring=300;answer=2000;talk=4000' } },
  },
  {
    id: 'serial',
    title: 'Serial',
    about: 'One after another: the first is given three seconds, then the second is dialed and answers.',
    body: {
      call: caller,
      connect: {
        serial: [
          { to: 'sip:desk@sim;answer=off', timeout: 3 },
          { to: 'sip:mobile@sim;answer=1500;talk=3000' },
        ],
      },
    },
  },
  {
    id: 'parallel',
    title: 'Parallel race',
    about: 'Three ring at once. The first to answer is bridged, the others are cancelled.',
    body: {
      call: caller,
      connect: {
        parallel: [
          { to: 'sip:anna@sim;ring=200;answer=2600;talk=4000' },
          { to: 'sip:ben@sim;ring=350;answer=1800;talk=4000' },
          { to: 'sip:carla@sim;early=250;answer=3200;talk=4000' },
        ],
      },
    },
  },
  {
    id: 'serial_parallel',
    title: 'Serial of parallels',
    about: 'Two groups: nobody in the first answers in three seconds, then the second group is dialed together.',
    body: {
      call: caller,
      connect: {
        timeout: 3,
        serial_parallel: [
          [{ to: 'sip:anna@sim;answer=off' }, { to: '+15550100486' }],
          [{ to: 'sip:ben@sim;answer=1200;talk=3000' }, { to: 'sip:carla@sim;answer=2000;talk=3000' }],
        ],
      },
    },
  },
  {
    id: 'confirm',
    title: 'Press 1 to accept',
    about: 'Voicemail answers first and presses nothing; the mobile answers later, presses 1, and is connected.',
    body: {
      call: caller,
      connect: {
        confirm: [
          { prompt: { play: 'silence:1', max_digits: 1, initial_timeout: 4 } },
          { cond: [{ when: "prompt_value != '1'", then: ['hangup'] }] },
        ],
        parallel: [
          { to: 'sip:voicemail@sim;ring=200;answer=600;talk=20000' },
          { to: 'sip:mobile@sim;ring=300;answer=1500;talk=8000;digits=1%402500' },
        ],
      },
    },
  },
  {
    id: 'queue',
    title: 'Queue',
    about: 'Somebody is put into the queue “tryit” first; the connect takes whoever waits there longest, and is bridged to him.',
    waiter: {
      from: caller.from,
      to: 'sip:waiter@sim;answer=100;talk=9000',
      swml: { sections: { main: [{ enter_queue: { queue_name: 'tryit', transfer_after_bridge: afterwards } }] } },
    },
    body: { call: caller, connect: { to: 'queue:tryit', timeout: 20, transfer_after_bridge: afterwards } },
  },
  {
    id: 'busy',
    title: 'Busy, then next',
    about: 'The first line is busy (486); the second is dialed without a gap and answers.',
    body: {
      call: caller,
      connect: { serial: [{ to: '+15550100486' }, { to: 'sip:ben@sim;answer=1500;talk=3000' }] },
    },
  },
  {
    id: 'no_answer',
    title: 'No answer',
    about: 'It rings and rings; after four seconds the leg is cancelled and the connect fails with no_answer.',
    body: { call: caller, connect: { to: '+15550100408', timeout: 4 } },
  },
  {
    id: 'decline',
    title: 'Declined',
    about: 'The callee presses “decline” (603): the connect fails at once, with declined.',
    body: { call: caller, connect: { to: '+15550100603' } },
  },
  {
    id: 'gives_up',
    title: 'Caller gives up',
    about: 'The caller hangs up after two and a half seconds while two phones ring; both are cancelled.',
    body: {
      call: { ...caller, hangup_after: 2500 },
      connect: { parallel: [{ to: 'sip:anna@sim;answer=8000' }, { to: 'sip:ben@sim;answer=9000' }] },
    },
  },
  {
    id: 'crossed',
    title: 'Answer crosses CANCEL',
    about: 'The loser answers at the very moment it is cancelled. Its answer is acknowledged and hung up, never bridged.',
    body: {
      call: caller,
      connect: {
        parallel: [
          { to: 'sip:anna@sim;answer=1500;talk=6000' },
          { to: 'sip:ben@sim;answer=off;cancel=answer' },
        ],
      },
    },
  },
];
