"""Made-up case texts with places to fill. `{given}` is a marked identifier whose value a Filler makes; see pools.py."""

_LINES = """
{given} attended the appointment with her two children and said that things had got worse since the last visit.
I rang {given} on {mobile} at the safe time we had agreed and left no message.
client {lower} disclosed strangulation. i completed the dash with her and scored 17
mum is {full}, dob {birth}, and she is worried that he will find the new address.
Spoke w {given} re injunction. {given} wants to withdraw. Discussed options.
Her ex-partner {full} was arrested on {exact} and bailed with conditions not to contact her.
The family live at {address}, {postcode}.
lives at {address_lower} {postcode_lower} with her mum
The address was given as {address} and the postcode as {postcode_joined}.
She typed her postcode as {postcode_misspelt} on the form and the refuge could not find it.
NHS number {nhs} was on the discharge letter that she showed me.
nhs no: {nhs_odd}
The discharge summary had {nhs_joined} printed at the top.
CHI {chi} was recorded by the health visitor in Scotland.
Her National Insurance number is {ni}.
ni number {ni_joined} needed for the UC claim
You can reach her on {landline} but only before 3pm.
tel {mobile_odd} safe to text not call
Contact number: {mobile_dotted}
His mother rang from {mobile_abroad} and asked where the children were.
Her email is {email} but he knows the password.
she said to write to {email_spoken} because he reads the other one
He has been posting on {url} about the court case.
his insta is {handle} and he messages her from it every night
Snapchat: {handle_bare} was used to send the threats.
He tracks her on tiktok as {handle_bare} and comments on everything.
Child's date of birth: {birth}.
The older girl was born on {birth} and the younger is four.
d.o.b. {birth} no known allergies
On {exact} police were called to the flat by a neighbour.
The incident of {exact} was the fourth in a year.
He drives a silver Corsa, reg {plate}, and parks outside the school.
car was {plate_lower} seen outside again last night
She noticed {plate} outside the refuge twice this week.
Crime reference {crime} was given to her by the officer.
crime ref no. {crime}, oic to call back
The police log number was {crime} and she was told to quote it.
Family Court case number {court}: fact-finding hearing listed.
the court case no {court} is on the letter
MARAC ref {marac} heard at the last meeting, with actions for housing.
Her Marac number is {marac} and she was high risk.
Social care ID: {care}. The children are on a plan.
social services ref {care} closed last year
Liquidlogic number {care} is the record of the referral.
Child goes to {school} and the head teacher made the referral.
The boys attend {school} and are collected by their gran.
she moved the kids from {school_lower} to a new one
Mr {family} said he would comply with the order.
Mrs {family} from number six heard shouting through the wall.
mr {family_lower} came back at 2am and kicked the door
Ms {full} is the client’s sister, and she supports her.
Dr {family} at the surgery wrote a letter for housing.
PC {family} attended and took a statement.
DC {full} is the officer in the case.
{full} disclosed that {given} had held a knife to her throat.
Her sons, {given} and {given}, were in the room.
The children ({given}, 7, and {given}, 4) saw the assault.
her daughter {lower} was hiding in the wardrobe
his brother {lower} turned up at the flat
{lower} told me she was frightened of him
told {lower} about the refuge space and she wants to think about it
met with {lower} and her support worker at the library
i asked {lower} how safe she felt on a scale of one to ten
{upper} RANG THE HELPLINE AT 3AM AND WAS CRYING.
RE: {full}
Re: {family}, {given} – risk review
Client name: {full}
Name: {full_lower}
Present: {given} (mum), social worker, IDVA, health visitor.
{given}’s solicitor filed the statement late.
It was {given}'s idea to go to the police.
We discussed {given}’s contact with the children and {given} agreed to a contact centre.
Baby {given} was born early and is still in hospital.
Her partner is called {given} and he is ten years older.
a man named {lower} answered the phone
known as {given} to her friends
{word_name} said she would call me after the hearing.
Her mother, {word_name}, has the children at weekends.
I spoke to {word_name} about safety planning.
her boyfriend {word_name_lower} took her phone
{word_name_lower} said he would kill her if she left
{word_name} told the social worker that he had moved out.
{word_name} {family} is the alleged perpetrator.
My client {misspelt} was anxious about the hearing.
{misspelt} texted to say she had arrived.
{initials} was interviewed at the station and released.
The statement of {initials} describes the same night.
She moved to {town} to get away from him.
they fled {town_lower} in the night and came here by taxi
He is from {town} and his family still live there.
She was seen on {street} with the baby by his cousin.
{given} and her mum {given} came in together; {given} did most of the talking.
Text from {given}: "he is outside again". I advised 999.
From: {email} To: support. Hi, it is {given}, he has found me.
Signed, {full}
{full} (aged 34) and her three children were placed in refuge.
I met {given} in the café by the school because {given} checks her mileage.
{given} {family} has a previous conviction for harassment.
The neighbour, {full}, gave a statement about the noise.
Her aunt {given} in {town} said they could stay.
{given}, who speaks little English, used an interpreter.
When {given} was small her stepfather {given} hit her.
We agreed that {given} would not go back to {address}.
Old address: {address_lower}
New tenancy at {address}, {town}, {postcode}, rent paid by UC.
During supervision I talked about {given} and how stuck I felt.
I reflected on my work with {given} and what I would do differently.
I felt angry when {given} minimised it, and I took that to supervision.
{given} scored 21 on the DASH. Referred to Marac. {given} consented.
He calls her from {mobile} and hangs up.
his number is {mobile} if police need it
NOK: {full} ({mobile})
GP said {given} was seen with bruising on {exact}.
Police attended {address} at 23:40 and found {given} in the street.
{given}: "I just want it to stop."
- {given} to change locks
- IDVA to ring {given}
1. {full} DOB {birth}
The letter to {full} was opened by him before she saw it.
School rang as {given} had a black eye.
The twins {given} and {given} are in year 4 at {school}.
{given} is living with {given} again, so the plan has changed.
Her sister-in-law {given} {family} drove her to the station.
{family} was remanded and {given} felt able to sleep.
Following the assault by {family}, she stayed with a friend.
she says {lower} has stopped drinking but i dont believe it
told me that {lower} and {lower} were both there
went with {lower} to court today
{lower} is 5 weeks pregnant and frightened of her mum
{lower}s dad is not allowed near the school
thats when {lower} grabbed her by the hair
{lower} & {lower} are siblings and share a bedroom
I have changed the other names but not {given}.
Auntie {given} picks them up on Fridays.
Grandma {given} has a residence order.
Uncle {given} lives upstairs.
The perpetrator, {full}, is a taxi driver.
We used the name {given} in the room because she prefers it.
Professionals: SW {given}, HV {given}, IDVA.
Social worker {full} chaired the meeting.
My manager {given} {family} signed the case plan.
Mum ({given}) and dad ({given}) both attended.
Victim: {full}. Suspect: {full}.
{full} – case closed.
{given} & I completed the safety plan; her PIN is not written down.
He threatened {given} with petrol; fire service fitted a letterbox cover at {postcode}.
{given} attends the mosque where his uncles pray.
{given} has indefinite leave to remain; {given} threatened to report her.
Her passport, in the name {full}, is at his mother's house.
School is {school}, {town}.
she used to go {school_lower} in {town_lower}
Her landlord wrote to {address} about arrears, ref {care}.
Police ref {crime} and crime number {crime} are about the same night.
The reference on the injunction is {court}.
Hospital number {care}, seen in A&E on {exact}.
{given}'s phone ({mobile_odd}) was smashed so ring her mum on {landline}.
Hi hun its {lower} can u ring me on {mobile_odd}
I contacted {given} via WhatsApp on {mobile} because calls are not safe.
The Facebook profile {url} belongs to his new girlfriend.
Her username is {handle_bare} and he guessed the password.
{given} wants the court to know that {family} lied.
the midwife spoke to {lower} alone
{given} was sectioned in spring and {given} cared for the baby.
For {given}, leaving was more dangerous than staying.
Neither {given} nor {given} would speak to police.
At {given}’s request we met outdoors.
According to {given}, he had pawned her ring.
Both {given} {family} and her mother were at risk of honour-based abuse.
{given} completed the recovery programme and is now a volunteer.
"{given}, stop it," she heard him shout.
I thanked {given} for trusting me, and we closed the case on {exact}.
"""
FRAMES = _LINES.strip().splitlines()
