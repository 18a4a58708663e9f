# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_portal_server_global_optspecs
    string join \n h/help V/version
end

function __fish_portal_server_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_portal_server_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_portal_server_using_subcommand
    set -l cmd (__fish_portal_server_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c portal-server -n "__fish_portal_server_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c portal-server -n "__fish_portal_server_needs_command" -s V -l version -d 'Print version'
complete -c portal-server -n "__fish_portal_server_needs_command" -f -a "serve" -d 'Answer requests until told to stop'
complete -c portal-server -n "__fish_portal_server_needs_command" -f -a "sample" -d 'Load the sample data, unless it is there, and show its accounts'
complete -c portal-server -n "__fish_portal_server_needs_command" -f -a "account" -d 'Accounts of people'
complete -c portal-server -n "__fish_portal_server_needs_command" -f -a "organization" -d 'Organizations that people share'
complete -c portal-server -n "__fish_portal_server_needs_command" -f -a "member" -d 'Members of organizations and their roles'
complete -c portal-server -n "__fish_portal_server_needs_command" -f -a "feature" -d 'Features of organizations'
complete -c portal-server -n "__fish_portal_server_needs_command" -f -a "plan" -d 'What organizations pay for'
complete -c portal-server -n "__fish_portal_server_needs_command" -f -a "credits" -d 'The credits of organizations'
complete -c portal-server -n "__fish_portal_server_needs_command" -f -a "pack" -d 'What credits are sold for'
complete -c portal-server -n "__fish_portal_server_needs_command" -f -a "purchase" -d 'What was bought'
complete -c portal-server -n "__fish_portal_server_needs_command" -f -a "key" -d 'The key that seals the secrets of second factors'
complete -c portal-server -n "__fish_portal_server_needs_command" -f -a "mfa" -d 'Second factors, and organizations that require them'
complete -c portal-server -n "__fish_portal_server_needs_command" -f -a "session" -d 'Sessions of people'
complete -c portal-server -n "__fish_portal_server_needs_command" -f -a "workflow" -d 'Workflows of organizations'
complete -c portal-server -n "__fish_portal_server_needs_command" -f -a "import" -d 'Load output events of devices from a file of comma-separated values'
complete -c portal-server -n "__fish_portal_server_needs_command" -f -a "export" -d 'Write the raw chart data of some days to a file'
complete -c portal-server -n "__fish_portal_server_needs_command" -f -a "schema" -d 'Print the GraphQL schema that clients are checked against'
complete -c portal-server -n "__fish_portal_server_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c portal-server -n "__fish_portal_server_using_subcommand serve" -l listen -d 'Where to listen; port 0 picks a free one' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand serve" -l database -d 'Where the data lies: sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand serve" -l objects -d 'Where pictures and files of exports lie: file:DIRECTORY, or s3://BUCKET/PREFIX with the region, the keys and the endpoint from the environment as Amazon\'s programs read them (AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_ENDPOINT_URL). Each database needs a place of its own: a picture there that no organization has any more, and a file that can\'t be downloaded any more, is deleted' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand serve" -l key-file -d 'Where the key lies that seals the secrets of second factors; made if it is missing. Beside a SQLite file by default, to be named for PostgreSQL. Portals that share a database need the same file, and a backup of the database needs it as well' -r -F
complete -c portal-server -n "__fish_portal_server_using_subcommand serve" -l name -d 'What the portal calls itself' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand serve" -l session-idle -d 'End sessions that are not used for so long' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand serve" -l session-lifetime -d 'End every session after so long' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand serve" -l api-key-rate -d 'How many requests one API key may send per second in the long run; four times as many in a row' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand serve" -l security-log-days -d 'For how many days the security log tells what happened to accounts; 0: for good. A day of older events is forgotten each hour, so that a wrong clock costs little' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand serve" -l trusted-proxy -d 'A proxy, or a network of proxies, whose header X-Forwarded-For tells where requests come from; may be given several times' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand serve" -l export-workers -d 'How many exports of chart data run in this process at a time; others wait for their turn' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand serve" -l export-time -d 'How long an export may run before it is given up' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand serve" -l export-keep -d 'For how long the file of an export can be downloaded' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand serve" -l export-lease -d 'After how long without a sign of life from the process that works on an export another takes it up' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand serve" -l payments -d 'Which payments to take for credits' -r -f -a "none\t'None: credits can\'t be bought'
sandbox\t'A test checkout of the portal\'s own, where no money moves: whoever uses it gets credits for nothing'
stripe\t'Stripe, with STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET from the environment, and STRIPE_API_BASE for another address of its API'"
complete -c portal-server -n "__fish_portal_server_using_subcommand serve" -l public-url -d 'Where people reach the portal, such as https://portal.example, if not where it listens; other payment providers lead back there' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand serve" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c portal-server -n "__fish_portal_server_using_subcommand sample" -l database -d 'Where the data lies: sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand sample" -l objects -d 'Where pictures and files of exports lie: file:DIRECTORY, or s3://BUCKET/PREFIX with the region, the keys and the endpoint from the environment as Amazon\'s programs read them (AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_ENDPOINT_URL). Each database needs a place of its own: a picture there that no organization has any more, and a file that can\'t be downloaded any more, is deleted' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand sample" -l json -d 'Show the accounts as JSON'
complete -c portal-server -n "__fish_portal_server_using_subcommand sample" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c portal-server -n "__fish_portal_server_using_subcommand account; and not __fish_seen_subcommand_from add help" -s h -l help -d 'Print help'
complete -c portal-server -n "__fish_portal_server_using_subcommand account; and not __fish_seen_subcommand_from add help" -f -a "add" -d 'Add an account with its personal account'
complete -c portal-server -n "__fish_portal_server_using_subcommand account; and not __fish_seen_subcommand_from add help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c portal-server -n "__fish_portal_server_using_subcommand account; and __fish_seen_subcommand_from add" -l email -d 'The address to sign in with' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand account; and __fish_seen_subcommand_from add" -l name -d 'Full name as others see it' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand account; and __fish_seen_subcommand_from add" -l avatar -d 'A picture: a PNG file' -r -F
complete -c portal-server -n "__fish_portal_server_using_subcommand account; and __fish_seen_subcommand_from add" -l database -d 'Where the data lies: sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand account; and __fish_seen_subcommand_from add" -l objects -d 'Where pictures and files of exports lie: file:DIRECTORY, or s3://BUCKET/PREFIX with the region, the keys and the endpoint from the environment as Amazon\'s programs read them (AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_ENDPOINT_URL). Each database needs a place of its own: a picture there that no organization has any more, and a file that can\'t be downloaded any more, is deleted' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand account; and __fish_seen_subcommand_from add" -l password-stdin -d 'Read the password from the first line of standard input'
complete -c portal-server -n "__fish_portal_server_using_subcommand account; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c portal-server -n "__fish_portal_server_using_subcommand account; and __fish_seen_subcommand_from help" -f -a "add" -d 'Add an account with its personal account'
complete -c portal-server -n "__fish_portal_server_using_subcommand account; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c portal-server -n "__fish_portal_server_using_subcommand organization; and not __fish_seen_subcommand_from add time-zone help" -s h -l help -d 'Print help'
complete -c portal-server -n "__fish_portal_server_using_subcommand organization; and not __fish_seen_subcommand_from add time-zone help" -f -a "add" -d 'Create an organization and show its id'
complete -c portal-server -n "__fish_portal_server_using_subcommand organization; and not __fish_seen_subcommand_from add time-zone help" -f -a "time-zone" -d 'Say in whose calendar an organization\'s people choose days of its data'
complete -c portal-server -n "__fish_portal_server_using_subcommand organization; and not __fish_seen_subcommand_from add time-zone help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c portal-server -n "__fish_portal_server_using_subcommand organization; and __fish_seen_subcommand_from add" -l name -d 'What it is called' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand organization; and __fish_seen_subcommand_from add" -l owner -d 'The account that owns it' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand organization; and __fish_seen_subcommand_from add" -l plan -d 'What it pays for: free, team or business' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand organization; and __fish_seen_subcommand_from add" -l database -d 'Where the data lies: sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand organization; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help'
complete -c portal-server -n "__fish_portal_server_using_subcommand organization; and __fish_seen_subcommand_from time-zone" -l organization -d 'The organization: its name, its id, or personal:EMAIL for a personal account' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand organization; and __fish_seen_subcommand_from time-zone" -l database -d 'Where the data lies: sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand organization; and __fish_seen_subcommand_from time-zone" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c portal-server -n "__fish_portal_server_using_subcommand organization; and __fish_seen_subcommand_from help" -f -a "add" -d 'Create an organization and show its id'
complete -c portal-server -n "__fish_portal_server_using_subcommand organization; and __fish_seen_subcommand_from help" -f -a "time-zone" -d 'Say in whose calendar an organization\'s people choose days of its data'
complete -c portal-server -n "__fish_portal_server_using_subcommand organization; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c portal-server -n "__fish_portal_server_using_subcommand member; and not __fish_seen_subcommand_from set remove help" -s h -l help -d 'Print help'
complete -c portal-server -n "__fish_portal_server_using_subcommand member; and not __fish_seen_subcommand_from set remove help" -f -a "set" -d 'Give an account roles in place of all others; it becomes a member if it is none'
complete -c portal-server -n "__fish_portal_server_using_subcommand member; and not __fish_seen_subcommand_from set remove help" -f -a "remove" -d 'End a membership'
complete -c portal-server -n "__fish_portal_server_using_subcommand member; and not __fish_seen_subcommand_from set remove help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c portal-server -n "__fish_portal_server_using_subcommand member; and __fish_seen_subcommand_from set" -l organization -d 'The organization: its name, its id, or personal:EMAIL for a personal account' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand member; and __fish_seen_subcommand_from set" -l email -d 'The account' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand member; and __fish_seen_subcommand_from set" -l roles -d 'The roles, separated by commas' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand member; and __fish_seen_subcommand_from set" -l database -d 'Where the data lies: sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand member; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c portal-server -n "__fish_portal_server_using_subcommand member; and __fish_seen_subcommand_from remove" -l organization -d 'The organization: its name, its id, or personal:EMAIL for a personal account' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand member; and __fish_seen_subcommand_from remove" -l email -d 'The account' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand member; and __fish_seen_subcommand_from remove" -l database -d 'Where the data lies: sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand member; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help'
complete -c portal-server -n "__fish_portal_server_using_subcommand member; and __fish_seen_subcommand_from help" -f -a "set" -d 'Give an account roles in place of all others; it becomes a member if it is none'
complete -c portal-server -n "__fish_portal_server_using_subcommand member; and __fish_seen_subcommand_from help" -f -a "remove" -d 'End a membership'
complete -c portal-server -n "__fish_portal_server_using_subcommand member; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c portal-server -n "__fish_portal_server_using_subcommand feature; and not __fish_seen_subcommand_from on off help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c portal-server -n "__fish_portal_server_using_subcommand feature; and not __fish_seen_subcommand_from on off help" -f -a "on" -d 'Turn a feature on'
complete -c portal-server -n "__fish_portal_server_using_subcommand feature; and not __fish_seen_subcommand_from on off help" -f -a "off" -d 'Turn a feature off'
complete -c portal-server -n "__fish_portal_server_using_subcommand feature; and not __fish_seen_subcommand_from on off help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c portal-server -n "__fish_portal_server_using_subcommand feature; and __fish_seen_subcommand_from on" -l organization -d 'The organization: its name, its id, or personal:EMAIL for a personal account' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand feature; and __fish_seen_subcommand_from on" -l database -d 'Where the data lies: sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand feature; and __fish_seen_subcommand_from on" -s h -l help -d 'Print help'
complete -c portal-server -n "__fish_portal_server_using_subcommand feature; and __fish_seen_subcommand_from off" -l organization -d 'The organization: its name, its id, or personal:EMAIL for a personal account' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand feature; and __fish_seen_subcommand_from off" -l database -d 'Where the data lies: sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand feature; and __fish_seen_subcommand_from off" -s h -l help -d 'Print help'
complete -c portal-server -n "__fish_portal_server_using_subcommand feature; and __fish_seen_subcommand_from help" -f -a "on" -d 'Turn a feature on'
complete -c portal-server -n "__fish_portal_server_using_subcommand feature; and __fish_seen_subcommand_from help" -f -a "off" -d 'Turn a feature off'
complete -c portal-server -n "__fish_portal_server_using_subcommand feature; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c portal-server -n "__fish_portal_server_using_subcommand plan; and not __fish_seen_subcommand_from set help" -s h -l help -d 'Print help'
complete -c portal-server -n "__fish_portal_server_using_subcommand plan; and not __fish_seen_subcommand_from set help" -f -a "set" -d 'Put an organization on a plan'
complete -c portal-server -n "__fish_portal_server_using_subcommand plan; and not __fish_seen_subcommand_from set help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c portal-server -n "__fish_portal_server_using_subcommand plan; and __fish_seen_subcommand_from set" -l organization -d 'The organization: its name, its id, or personal:EMAIL for a personal account' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand plan; and __fish_seen_subcommand_from set" -l database -d 'Where the data lies: sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand plan; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help'
complete -c portal-server -n "__fish_portal_server_using_subcommand plan; and __fish_seen_subcommand_from help" -f -a "set" -d 'Put an organization on a plan'
complete -c portal-server -n "__fish_portal_server_using_subcommand plan; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c portal-server -n "__fish_portal_server_using_subcommand credits; and not __fish_seen_subcommand_from grant charge verify help" -s h -l help -d 'Print help'
complete -c portal-server -n "__fish_portal_server_using_subcommand credits; and not __fish_seen_subcommand_from grant charge verify help" -f -a "grant" -d 'Give credits to an organization'
complete -c portal-server -n "__fish_portal_server_using_subcommand credits; and not __fish_seen_subcommand_from grant charge verify help" -f -a "charge" -d 'Take credits that an organization used'
complete -c portal-server -n "__fish_portal_server_using_subcommand credits; and not __fish_seen_subcommand_from grant charge verify help" -f -a "verify" -d 'Recompute the ledgers of credits'
complete -c portal-server -n "__fish_portal_server_using_subcommand credits; and not __fish_seen_subcommand_from grant charge verify help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c portal-server -n "__fish_portal_server_using_subcommand credits; and __fish_seen_subcommand_from grant" -l organization -d 'The organization: its name, its id, or personal:EMAIL for a personal account' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand credits; and __fish_seen_subcommand_from grant" -l text -d 'What its members read about it; without it, `Grant` or `Usage`' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand credits; and __fish_seen_subcommand_from grant" -l reference -d 'What it is about, such as the number of an order; its members read it' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand credits; and __fish_seen_subcommand_from grant" -l key -d 'Makes this request safe to repeat: with the same key again within 30 days nothing is moved twice' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand credits; and __fish_seen_subcommand_from grant" -l database -d 'Where the data lies: sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand credits; and __fish_seen_subcommand_from grant" -s h -l help -d 'Print help'
complete -c portal-server -n "__fish_portal_server_using_subcommand credits; and __fish_seen_subcommand_from charge" -l organization -d 'The organization: its name, its id, or personal:EMAIL for a personal account' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand credits; and __fish_seen_subcommand_from charge" -l text -d 'What its members read about it; without it, `Grant` or `Usage`' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand credits; and __fish_seen_subcommand_from charge" -l reference -d 'What it is about, such as the number of an order; its members read it' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand credits; and __fish_seen_subcommand_from charge" -l key -d 'Makes this request safe to repeat: with the same key again within 30 days nothing is moved twice' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand credits; and __fish_seen_subcommand_from charge" -l database -d 'Where the data lies: sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand credits; and __fish_seen_subcommand_from charge" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c portal-server -n "__fish_portal_server_using_subcommand credits; and __fish_seen_subcommand_from verify" -l organization -d 'The organization, by name, by id (also of one that was deleted), or as personal:EMAIL; all of them without it' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand credits; and __fish_seen_subcommand_from verify" -l database -d 'Where the data lies: sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand credits; and __fish_seen_subcommand_from verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c portal-server -n "__fish_portal_server_using_subcommand credits; and __fish_seen_subcommand_from help" -f -a "grant" -d 'Give credits to an organization'
complete -c portal-server -n "__fish_portal_server_using_subcommand credits; and __fish_seen_subcommand_from help" -f -a "charge" -d 'Take credits that an organization used'
complete -c portal-server -n "__fish_portal_server_using_subcommand credits; and __fish_seen_subcommand_from help" -f -a "verify" -d 'Recompute the ledgers of credits'
complete -c portal-server -n "__fish_portal_server_using_subcommand credits; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c portal-server -n "__fish_portal_server_using_subcommand pack; and not __fish_seen_subcommand_from add list remove price help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c portal-server -n "__fish_portal_server_using_subcommand pack; and not __fish_seen_subcommand_from add list remove price help" -f -a "add" -d 'Sell a pack of credits, after all others'
complete -c portal-server -n "__fish_portal_server_using_subcommand pack; and not __fish_seen_subcommand_from add list remove price help" -f -a "list" -d 'Show what credits are sold for'
complete -c portal-server -n "__fish_portal_server_using_subcommand pack; and not __fish_seen_subcommand_from add list remove price help" -f -a "remove" -d 'Sell a pack no longer'
complete -c portal-server -n "__fish_portal_server_using_subcommand pack; and not __fish_seen_subcommand_from add list remove price help" -f -a "price" -d 'Sell amounts that people choose themselves, at a price for each credit'
complete -c portal-server -n "__fish_portal_server_using_subcommand pack; and not __fish_seen_subcommand_from add list remove price help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c portal-server -n "__fish_portal_server_using_subcommand pack; and __fish_seen_subcommand_from add" -l credits -d 'How many credits, more than 0, with at most three digits after the point' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand pack; and __fish_seen_subcommand_from add" -l price -d 'What they cost together' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand pack; and __fish_seen_subcommand_from add" -l currency -d 'The currency, as ISO 4217 has it' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand pack; and __fish_seen_subcommand_from add" -l database -d 'Where the data lies: sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand pack; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help'
complete -c portal-server -n "__fish_portal_server_using_subcommand pack; and __fish_seen_subcommand_from list" -l database -d 'Where the data lies: sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand pack; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c portal-server -n "__fish_portal_server_using_subcommand pack; and __fish_seen_subcommand_from remove" -l database -d 'Where the data lies: sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand pack; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help'
complete -c portal-server -n "__fish_portal_server_using_subcommand pack; and __fish_seen_subcommand_from price" -l currency -d 'The currency, as ISO 4217 has it' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand pack; and __fish_seen_subcommand_from price" -l per-credit -d 'What one credit costs: up to six digits more than the currency has are counted' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand pack; and __fish_seen_subcommand_from price" -l least -d 'The least that is sold at once' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand pack; and __fish_seen_subcommand_from price" -l most -d 'The most that is sold at once' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand pack; and __fish_seen_subcommand_from price" -l database -d 'Where the data lies: sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand pack; and __fish_seen_subcommand_from price" -l none -d 'Sell packs only'
complete -c portal-server -n "__fish_portal_server_using_subcommand pack; and __fish_seen_subcommand_from price" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c portal-server -n "__fish_portal_server_using_subcommand pack; and __fish_seen_subcommand_from help" -f -a "add" -d 'Sell a pack of credits, after all others'
complete -c portal-server -n "__fish_portal_server_using_subcommand pack; and __fish_seen_subcommand_from help" -f -a "list" -d 'Show what credits are sold for'
complete -c portal-server -n "__fish_portal_server_using_subcommand pack; and __fish_seen_subcommand_from help" -f -a "remove" -d 'Sell a pack no longer'
complete -c portal-server -n "__fish_portal_server_using_subcommand pack; and __fish_seen_subcommand_from help" -f -a "price" -d 'Sell amounts that people choose themselves, at a price for each credit'
complete -c portal-server -n "__fish_portal_server_using_subcommand pack; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c portal-server -n "__fish_portal_server_using_subcommand purchase; and not __fish_seen_subcommand_from list refund help" -s h -l help -d 'Print help'
complete -c portal-server -n "__fish_portal_server_using_subcommand purchase; and not __fish_seen_subcommand_from list refund help" -f -a "list" -d 'Show purchases, the newest first'
complete -c portal-server -n "__fish_portal_server_using_subcommand purchase; and not __fish_seen_subcommand_from list refund help" -f -a "refund" -d 'Pay a purchase back'
complete -c portal-server -n "__fish_portal_server_using_subcommand purchase; and not __fish_seen_subcommand_from list refund help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c portal-server -n "__fish_portal_server_using_subcommand purchase; and __fish_seen_subcommand_from list" -l limit -d 'How many at most' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand purchase; and __fish_seen_subcommand_from list" -l database -d 'Where the data lies: sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand purchase; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c portal-server -n "__fish_portal_server_using_subcommand purchase; and __fish_seen_subcommand_from refund" -l database -d 'Where the data lies: sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand purchase; and __fish_seen_subcommand_from refund" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c portal-server -n "__fish_portal_server_using_subcommand purchase; and __fish_seen_subcommand_from help" -f -a "list" -d 'Show purchases, the newest first'
complete -c portal-server -n "__fish_portal_server_using_subcommand purchase; and __fish_seen_subcommand_from help" -f -a "refund" -d 'Pay a purchase back'
complete -c portal-server -n "__fish_portal_server_using_subcommand purchase; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c portal-server -n "__fish_portal_server_using_subcommand key; and not __fish_seen_subcommand_from replace help" -s h -l help -d 'Print help'
complete -c portal-server -n "__fish_portal_server_using_subcommand key; and not __fish_seen_subcommand_from replace help" -f -a "replace" -d 'Give up a lost key: the portal makes another when it starts'
complete -c portal-server -n "__fish_portal_server_using_subcommand key; and not __fish_seen_subcommand_from replace help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c portal-server -n "__fish_portal_server_using_subcommand key; and __fish_seen_subcommand_from replace" -l database -d 'Where the data lies: sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand key; and __fish_seen_subcommand_from replace" -l key-file -d 'Where the key lies that seals the secrets of second factors; made if it is missing. Beside a SQLite file by default, to be named for PostgreSQL. Portals that share a database need the same file, and a backup of the database needs it as well' -r -F
complete -c portal-server -n "__fish_portal_server_using_subcommand key; and __fish_seen_subcommand_from replace" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c portal-server -n "__fish_portal_server_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "replace" -d 'Give up a lost key: the portal makes another when it starts'
complete -c portal-server -n "__fish_portal_server_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c portal-server -n "__fish_portal_server_using_subcommand mfa; and not __fish_seen_subcommand_from require waive reset help" -s h -l help -d 'Print help'
complete -c portal-server -n "__fish_portal_server_using_subcommand mfa; and not __fish_seen_subcommand_from require waive reset help" -f -a "require" -d 'Require MFA of all members of an organization'
complete -c portal-server -n "__fish_portal_server_using_subcommand mfa; and not __fish_seen_subcommand_from require waive reset help" -f -a "waive" -d 'Require MFA of the members of an organization no longer'
complete -c portal-server -n "__fish_portal_server_using_subcommand mfa; and not __fish_seen_subcommand_from require waive reset help" -f -a "reset" -d 'Turn the MFA of an account off'
complete -c portal-server -n "__fish_portal_server_using_subcommand mfa; and not __fish_seen_subcommand_from require waive reset help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c portal-server -n "__fish_portal_server_using_subcommand mfa; and __fish_seen_subcommand_from require" -l organization -d 'The organization: its name, its id, or personal:EMAIL for a personal account' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand mfa; and __fish_seen_subcommand_from require" -l database -d 'Where the data lies: sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand mfa; and __fish_seen_subcommand_from require" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c portal-server -n "__fish_portal_server_using_subcommand mfa; and __fish_seen_subcommand_from waive" -l organization -d 'The organization: its name, its id, or personal:EMAIL for a personal account' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand mfa; and __fish_seen_subcommand_from waive" -l database -d 'Where the data lies: sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand mfa; and __fish_seen_subcommand_from waive" -s h -l help -d 'Print help'
complete -c portal-server -n "__fish_portal_server_using_subcommand mfa; and __fish_seen_subcommand_from reset" -l email -d 'The account' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand mfa; and __fish_seen_subcommand_from reset" -l database -d 'Where the data lies: sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand mfa; and __fish_seen_subcommand_from reset" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c portal-server -n "__fish_portal_server_using_subcommand mfa; and __fish_seen_subcommand_from help" -f -a "require" -d 'Require MFA of all members of an organization'
complete -c portal-server -n "__fish_portal_server_using_subcommand mfa; and __fish_seen_subcommand_from help" -f -a "waive" -d 'Require MFA of the members of an organization no longer'
complete -c portal-server -n "__fish_portal_server_using_subcommand mfa; and __fish_seen_subcommand_from help" -f -a "reset" -d 'Turn the MFA of an account off'
complete -c portal-server -n "__fish_portal_server_using_subcommand mfa; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c portal-server -n "__fish_portal_server_using_subcommand session; and not __fish_seen_subcommand_from revoke help" -s h -l help -d 'Print help'
complete -c portal-server -n "__fish_portal_server_using_subcommand session; and not __fish_seen_subcommand_from revoke help" -f -a "revoke" -d 'Sign an account out everywhere, effective on the next request'
complete -c portal-server -n "__fish_portal_server_using_subcommand session; and not __fish_seen_subcommand_from revoke help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c portal-server -n "__fish_portal_server_using_subcommand session; and __fish_seen_subcommand_from revoke" -l email -d 'The account' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand session; and __fish_seen_subcommand_from revoke" -l database -d 'Where the data lies: sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand session; and __fish_seen_subcommand_from revoke" -s h -l help -d 'Print help'
complete -c portal-server -n "__fish_portal_server_using_subcommand session; and __fish_seen_subcommand_from help" -f -a "revoke" -d 'Sign an account out everywhere, effective on the next request'
complete -c portal-server -n "__fish_portal_server_using_subcommand session; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c portal-server -n "__fish_portal_server_using_subcommand workflow; and not __fish_seen_subcommand_from deploy help" -s h -l help -d 'Print help'
complete -c portal-server -n "__fish_portal_server_using_subcommand workflow; and not __fish_seen_subcommand_from deploy help" -f -a "deploy" -d 'Record that the next version of a workflow was put on a device, or that this failed'
complete -c portal-server -n "__fish_portal_server_using_subcommand workflow; and not __fish_seen_subcommand_from deploy help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c portal-server -n "__fish_portal_server_using_subcommand workflow; and __fish_seen_subcommand_from deploy" -l organization -d 'The organization: its name, its id, or personal:EMAIL for a personal account' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand workflow; and __fish_seen_subcommand_from deploy" -l device -d 'The device' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand workflow; and __fish_seen_subcommand_from deploy" -l reason -d 'Why it failed, for people' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand workflow; and __fish_seen_subcommand_from deploy" -l database -d 'Where the data lies: sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand workflow; and __fish_seen_subcommand_from deploy" -l failed -d 'The deployment failed'
complete -c portal-server -n "__fish_portal_server_using_subcommand workflow; and __fish_seen_subcommand_from deploy" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c portal-server -n "__fish_portal_server_using_subcommand workflow; and __fish_seen_subcommand_from help" -f -a "deploy" -d 'Record that the next version of a workflow was put on a device, or that this failed'
complete -c portal-server -n "__fish_portal_server_using_subcommand workflow; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c portal-server -n "__fish_portal_server_using_subcommand import" -l organization -d 'The organization: its name, its id, or personal:EMAIL for a personal account' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand import" -l device -d 'The device that all of it is from, for a file without such a column' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand import" -l device-column -d 'The column that names the device' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand import" -l skill -d 'The skill that all of it is from, for a file without such a column [default: Import]' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand import" -l workflow -d 'The workflow that all of it is from, for a file without such a column [default: Import]' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand import" -l time-column -d 'The column with the time' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand import" -l time-format -d 'The form of times in the notation of strftime, such as \'%d.%m.%Y %H:%M\'; a day alone begins at midnight' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand import" -l time-zone -d 'The time zone of times without an offset, such as Europe/Berlin' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand import" -l workspace -d 'Put a line chart of each key with numbers into this charts workspace, which is made if there is none' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand import" -l database -d 'Where the data lies: sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand import" -l strict -d 'Leave the database as it is when a line can\'t be read, or the last one has no line end'
complete -c portal-server -n "__fish_portal_server_using_subcommand import" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c portal-server -n "__fish_portal_server_using_subcommand export" -l organization -d 'The organization: its name, its id, or personal:EMAIL for a personal account' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand export" -l from -d 'The first day' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand export" -l to -d 'The last day, which is included' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand export" -l time-zone -d 'The time zone whose days they are, such as Europe/Berlin [default: the organization\'s]' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand export" -l format -d 'The format: csv, csv-gzip, parquet or json-lines' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand export" -l out -d 'Where to write it' -r -F
complete -c portal-server -n "__fish_portal_server_using_subcommand export" -l database -d 'Where the data lies: sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE' -r
complete -c portal-server -n "__fish_portal_server_using_subcommand export" -l raw -d 'Leave texts as they are that spreadsheets take for formulas; without it, they get a \' before them in CSV. Other formats leave all texts as they are, with and without it'
complete -c portal-server -n "__fish_portal_server_using_subcommand export" -l force -d 'Replace a file that is there already'
complete -c portal-server -n "__fish_portal_server_using_subcommand export" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c portal-server -n "__fish_portal_server_using_subcommand schema" -s h -l help -d 'Print help'
complete -c portal-server -n "__fish_portal_server_using_subcommand help; and not __fish_seen_subcommand_from serve sample account organization member feature plan credits pack purchase key mfa session workflow import export schema help" -f -a "serve" -d 'Answer requests until told to stop'
complete -c portal-server -n "__fish_portal_server_using_subcommand help; and not __fish_seen_subcommand_from serve sample account organization member feature plan credits pack purchase key mfa session workflow import export schema help" -f -a "sample" -d 'Load the sample data, unless it is there, and show its accounts'
complete -c portal-server -n "__fish_portal_server_using_subcommand help; and not __fish_seen_subcommand_from serve sample account organization member feature plan credits pack purchase key mfa session workflow import export schema help" -f -a "account" -d 'Accounts of people'
complete -c portal-server -n "__fish_portal_server_using_subcommand help; and not __fish_seen_subcommand_from serve sample account organization member feature plan credits pack purchase key mfa session workflow import export schema help" -f -a "organization" -d 'Organizations that people share'
complete -c portal-server -n "__fish_portal_server_using_subcommand help; and not __fish_seen_subcommand_from serve sample account organization member feature plan credits pack purchase key mfa session workflow import export schema help" -f -a "member" -d 'Members of organizations and their roles'
complete -c portal-server -n "__fish_portal_server_using_subcommand help; and not __fish_seen_subcommand_from serve sample account organization member feature plan credits pack purchase key mfa session workflow import export schema help" -f -a "feature" -d 'Features of organizations'
complete -c portal-server -n "__fish_portal_server_using_subcommand help; and not __fish_seen_subcommand_from serve sample account organization member feature plan credits pack purchase key mfa session workflow import export schema help" -f -a "plan" -d 'What organizations pay for'
complete -c portal-server -n "__fish_portal_server_using_subcommand help; and not __fish_seen_subcommand_from serve sample account organization member feature plan credits pack purchase key mfa session workflow import export schema help" -f -a "credits" -d 'The credits of organizations'
complete -c portal-server -n "__fish_portal_server_using_subcommand help; and not __fish_seen_subcommand_from serve sample account organization member feature plan credits pack purchase key mfa session workflow import export schema help" -f -a "pack" -d 'What credits are sold for'
complete -c portal-server -n "__fish_portal_server_using_subcommand help; and not __fish_seen_subcommand_from serve sample account organization member feature plan credits pack purchase key mfa session workflow import export schema help" -f -a "purchase" -d 'What was bought'
complete -c portal-server -n "__fish_portal_server_using_subcommand help; and not __fish_seen_subcommand_from serve sample account organization member feature plan credits pack purchase key mfa session workflow import export schema help" -f -a "key" -d 'The key that seals the secrets of second factors'
complete -c portal-server -n "__fish_portal_server_using_subcommand help; and not __fish_seen_subcommand_from serve sample account organization member feature plan credits pack purchase key mfa session workflow import export schema help" -f -a "mfa" -d 'Second factors, and organizations that require them'
complete -c portal-server -n "__fish_portal_server_using_subcommand help; and not __fish_seen_subcommand_from serve sample account organization member feature plan credits pack purchase key mfa session workflow import export schema help" -f -a "session" -d 'Sessions of people'
complete -c portal-server -n "__fish_portal_server_using_subcommand help; and not __fish_seen_subcommand_from serve sample account organization member feature plan credits pack purchase key mfa session workflow import export schema help" -f -a "workflow" -d 'Workflows of organizations'
complete -c portal-server -n "__fish_portal_server_using_subcommand help; and not __fish_seen_subcommand_from serve sample account organization member feature plan credits pack purchase key mfa session workflow import export schema help" -f -a "import" -d 'Load output events of devices from a file of comma-separated values'
complete -c portal-server -n "__fish_portal_server_using_subcommand help; and not __fish_seen_subcommand_from serve sample account organization member feature plan credits pack purchase key mfa session workflow import export schema help" -f -a "export" -d 'Write the raw chart data of some days to a file'
complete -c portal-server -n "__fish_portal_server_using_subcommand help; and not __fish_seen_subcommand_from serve sample account organization member feature plan credits pack purchase key mfa session workflow import export schema help" -f -a "schema" -d 'Print the GraphQL schema that clients are checked against'
complete -c portal-server -n "__fish_portal_server_using_subcommand help; and not __fish_seen_subcommand_from serve sample account organization member feature plan credits pack purchase key mfa session workflow import export schema help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c portal-server -n "__fish_portal_server_using_subcommand help; and __fish_seen_subcommand_from account" -f -a "add" -d 'Add an account with its personal account'
complete -c portal-server -n "__fish_portal_server_using_subcommand help; and __fish_seen_subcommand_from organization" -f -a "add" -d 'Create an organization and show its id'
complete -c portal-server -n "__fish_portal_server_using_subcommand help; and __fish_seen_subcommand_from organization" -f -a "time-zone" -d 'Say in whose calendar an organization\'s people choose days of its data'
complete -c portal-server -n "__fish_portal_server_using_subcommand help; and __fish_seen_subcommand_from member" -f -a "set" -d 'Give an account roles in place of all others; it becomes a member if it is none'
complete -c portal-server -n "__fish_portal_server_using_subcommand help; and __fish_seen_subcommand_from member" -f -a "remove" -d 'End a membership'
complete -c portal-server -n "__fish_portal_server_using_subcommand help; and __fish_seen_subcommand_from feature" -f -a "on" -d 'Turn a feature on'
complete -c portal-server -n "__fish_portal_server_using_subcommand help; and __fish_seen_subcommand_from feature" -f -a "off" -d 'Turn a feature off'
complete -c portal-server -n "__fish_portal_server_using_subcommand help; and __fish_seen_subcommand_from plan" -f -a "set" -d 'Put an organization on a plan'
complete -c portal-server -n "__fish_portal_server_using_subcommand help; and __fish_seen_subcommand_from credits" -f -a "grant" -d 'Give credits to an organization'
complete -c portal-server -n "__fish_portal_server_using_subcommand help; and __fish_seen_subcommand_from credits" -f -a "charge" -d 'Take credits that an organization used'
complete -c portal-server -n "__fish_portal_server_using_subcommand help; and __fish_seen_subcommand_from credits" -f -a "verify" -d 'Recompute the ledgers of credits'
complete -c portal-server -n "__fish_portal_server_using_subcommand help; and __fish_seen_subcommand_from pack" -f -a "add" -d 'Sell a pack of credits, after all others'
complete -c portal-server -n "__fish_portal_server_using_subcommand help; and __fish_seen_subcommand_from pack" -f -a "list" -d 'Show what credits are sold for'
complete -c portal-server -n "__fish_portal_server_using_subcommand help; and __fish_seen_subcommand_from pack" -f -a "remove" -d 'Sell a pack no longer'
complete -c portal-server -n "__fish_portal_server_using_subcommand help; and __fish_seen_subcommand_from pack" -f -a "price" -d 'Sell amounts that people choose themselves, at a price for each credit'
complete -c portal-server -n "__fish_portal_server_using_subcommand help; and __fish_seen_subcommand_from purchase" -f -a "list" -d 'Show purchases, the newest first'
complete -c portal-server -n "__fish_portal_server_using_subcommand help; and __fish_seen_subcommand_from purchase" -f -a "refund" -d 'Pay a purchase back'
complete -c portal-server -n "__fish_portal_server_using_subcommand help; and __fish_seen_subcommand_from key" -f -a "replace" -d 'Give up a lost key: the portal makes another when it starts'
complete -c portal-server -n "__fish_portal_server_using_subcommand help; and __fish_seen_subcommand_from mfa" -f -a "require" -d 'Require MFA of all members of an organization'
complete -c portal-server -n "__fish_portal_server_using_subcommand help; and __fish_seen_subcommand_from mfa" -f -a "waive" -d 'Require MFA of the members of an organization no longer'
complete -c portal-server -n "__fish_portal_server_using_subcommand help; and __fish_seen_subcommand_from mfa" -f -a "reset" -d 'Turn the MFA of an account off'
complete -c portal-server -n "__fish_portal_server_using_subcommand help; and __fish_seen_subcommand_from session" -f -a "revoke" -d 'Sign an account out everywhere, effective on the next request'
complete -c portal-server -n "__fish_portal_server_using_subcommand help; and __fish_seen_subcommand_from workflow" -f -a "deploy" -d 'Record that the next version of a workflow was put on a device, or that this failed'
