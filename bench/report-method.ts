/** How the figures came about, for the page of the documentation. */
export const methodText = `- **Paced provider.** A process of its own that speaks OpenAI's chat completions on 127.0.0.1 and answers every request after the
  same time, with a reply that needs no repair. It throws the request away unread, counts, and takes the times of the first request and of the
  last reply on its own clock. Its processor time is in none of the figures; it shares the machine's cores all the same.
- **Floor.** A loop over \`fetch\` (the panels' own, with its connections) with p-limit, that parses each reply with zod. Its bodies are made
  beforehand and are, byte for byte, those that a panel sends.
- **Bare BullMQ.** One job a seat, which does what the floor does; added as one flow whose parent waits for all of them, as a panel's record
  does; BullMQ's own settings. Its bodies are made beforehand too.
- **Panels.** \`panel work\` as people start it, kicked off from another process. A seat renders its prompt, reserves its cost, calls the model, keeps the
  reply, checks it against the dossier and stores the verdict; all of it on PostgreSQL, whatever the queue is on.
- **In turn.** Within a round floor, bare BullMQ and panels follow each other, each in new processes that first do the same few seats uncounted,
  on a new database or an emptied Redis. Of a few rounds the best counts, because noise only ever slows a run down; the spread is shown.
- **Model calls in flight** are the same for all: 32 in all, shared out among the workers, because the floor has 32. Under *More workers* each worker
  keeps the 8 it has by default, because a fleet grows by whole workers, and the seats grow with them.
- **Servers.** PostgreSQL is the embedded one as it comes, waiting for the disk at each commit. Redis writes its log and syncs it every second.
- **Processor time** is user and system together, from \`/proc\`: of the workers; of PostgreSQL's postmaster, its children that run and those that
  it has reaped, so that none is missed or counted twice; of Redis; and of the process that kicks off and follows the panel.
- **Memory** is resident memory, \`VmHWM\` at its peak. MB are millions of bytes.
- **Prompt cache.** The provider bills what comes before a persona's brief at 1.25 of the input price when it writes it to its cache and at 0.1
  when it reads it from there, which it can from the moment the first reply to the same prefix begins. Four personas then cost
  (1.25 + 3 × 0.1) ÷ 4 = 0.39 at best, with nothing but the shared part.
- **Jury.** One panel of 4 personas × 5 jurors × 2 tools × 2 repeats, from the kick-off to the record in hand; the jurors are five models of the
  same endpoint. The floor makes 80 calls too, 8 at a time, as one worker does by default. The benchmark ends with an error unless the estimate and the
  record's totals say 8 seats, 80 drafts and 80 calls, and the provider got 80. *With prompt cache* the provider keeps a cache for each model and
  begins a reply when half of its time is over. Until then the first call of a tool and a model goes ahead alone; the other 70 can read what it wrote.
- **Replay** runs \`panel compare … --replay\` on a database that has its tables and none of the recordings. Sockets are watched in the process
  itself, at \`net.Socket\`'s connect.
- **Recovery.** One of two workers has every seat at hand when it gets SIGKILL; the clock runs until the other has the record.`
