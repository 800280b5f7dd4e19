/** Texts of the demonstration that are long: quoted mail, code, logs, signatures, several languages, many lines. */

export const longBuildLog = `Hello support,

since Tuesday every production build of our shop fails. Preview builds of the same commit are fine, which is what puzzles
us most. Nothing in the repository changed that night.

\`\`\`
[10:14:02.117] Running build in Washington, D.C., USA (East)
[10:14:02.981] Cloning repository (Branch: main, Commit: 4be19c2)
[10:14:31.402] Restored build cache from previous deployment
[10:15:07.733] Installing dependencies...
[10:19:48.090] warning: peer dependency of "chart-kit" is not met
[10:22:10.551] FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory
[10:22:10.993] Error: Command "npm run build" exited with 134
\`\`\`

What we tried so far:
1. cleared the build cache, twice
2. pinned the package manager to the version of last week
3. removed the largest image folder

A colleague got it through once at six in the morning. Is something different at other times of the day?

Kind regards
Annelies Vanderhoeven
Platform team, web shops and marketplaces
`

export const longThread = `Could you look at the mail below and tell us who answers it? We are not sure that it is for support.

> From: Purchasing
> Sent: Monday
>
> Dear all,
> for the renewal our purchasing department needs, before the end of the quarter:
> - the data processing agreement with our changes in sections 4, 7 and 11
> - a list of everybody who processes data for you
> - the wording on liability that was promised on the phone
>
> > On Friday we wrote:
> > The changes are attached once more, our counsel marked them in yellow.
>
> Thank you and have a nice week

--
This message may hold confidential content. If it is not for you, delete it and tell the sender. Please think of the
environment before you print it.
`

export const longMigration = `We run thirty-four sites on five content systems and want all of them on your platform by the end of next year. Two have
been moved by an agency, with mixed results. What we look for now is somebody who does it with us as paid work: an
audit of what is there, a plan with estimates, the moves themselves, and training for our fourteen developers, who are
spread over three countries and have very different experience. We would need a statement of work that our board can
sign in March, a named lead, and fixed prices where that is possible. References of similar size would help us a lot.`

export const longPerformance = `Our product pages went from 0.8 s to 2.1 s (p75, field data) within three weeks. No errors anywhere, it is just slow.

Your colleagues in support went through it with us and found nothing wrong with the platform. Here is what we know:

| page            | before | now   | cache hits |
|-----------------|-------:|------:|-----------:|
| /products/:id   | 0.81 s | 2.14 s |       31 % |
| /category/:slug | 0.64 s | 1.90 s |       44 % |
| /search         | 1.10 s | 1.12 s |        0 % |

\`\`\`ts
export async function generate({ params }: Props) {
  const [product, stock, reviews] = await Promise.all([
    getProduct(params.id),
    getStock(params.id, { cache: 'no-store' }),
    getReviews(params.id),
  ])
  return render(product, stock, reviews)
}
\`\`\`

Could one of your engineers find the bottleneck with us over two or three sessions? Traces can be shared.`

export const longPortuguese = `Bom dia! O nosso site saiu do ar depois de mudarmos os servidores de nomes. (In English: after we changed the nameservers our
domain stopped working, the DNS check says "invalid configuration" and the certificate is not issued.) We added the TXT
record and the apex record as your page says, waited for two days and verified with three public resolvers. Obrigado!`

export const longWorkflow = `Two workflow runs out of about nine hundred stop after their third step and stay "running" for ever. Nothing is logged after:

    2 steps done · sleeping until 02:00 · woken 02:00:01 · step "charge" started

and then silence. There is no error, no retry and no end. When we start the same run again by hand it goes through. We
depend on it for monthly charges, and our accountants find the gaps before we do. 😕`

export const hostileMarkup = `Our dashboard shows the name of a project as <img src=x onerror=alert(1)> instead of the text. Somebody in our team called it
"><script>document.title='x'</script> as a joke, and since then the preview comments of that project do not load for anybody.
Please don't laugh: ${'ha'.repeat(60)}`
