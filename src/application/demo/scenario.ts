import { tellCampaigns } from './campaigns.js';
import { tellCompetitionEntries } from './competition-entries.js';
import { tellContacts } from './contacts.js';
import { tellCostlyMistakes } from './costly-mistakes.js';
import { tellEvents } from './events.js';
import { tellGrants } from './grants.js';
import { tellImported } from './imported.js';
import { tellInitiatives } from './initiatives.js';
import { tellInvestments } from './investments.js';
import { tellMedia } from './media.js';
import { tellMistakes } from './mistakes.js';
import { tellOfficials } from './officials.js';
import { tellPublications } from './publications.js';
import { tellRealExamples } from './real-examples.js';
import { tellRealInvestments } from './real-investments.js';
import { tellMeasures, tellNextStrategy, tellOrganisations } from './register-entries.js';
import { Story } from './story.js';
import { tellSupport } from './support.js';

/**
 * The demonstration's whole story, 2022 to 2024. Real are only the examples of DOMAIN.md section 8 (real-examples.ts,
 * real-investments.ts, grants.ts, the periodical and the media's names); everything else is invented, and every person
 * is a function or bears a name that nobody has.
 */
export function tellScenario(): Story {
  const story = new Story();
  tellOfficials(story.chapter('officials'));
  tellOrganisations(story.chapter('organisations'));
  tellImported(story.chapter('imported'));
  tellMeasures(story.chapter('measures'));
  const real = tellRealInvestments(story.chapter('real investments'));
  tellRealExamples(story.chapter('real examples'));
  const investments = tellInvestments(story.chapter('investments'));
  tellContacts(story.chapter('contacts'));
  const attended = tellEvents(story.chapter('events'));
  tellGrants(story.chapter('grants'));
  tellSupport(story.chapter('support'));
  tellInitiatives(story.chapter('initiatives'));
  tellCampaigns(story.chapter('campaigns'), [real.brachnowo, real.konczewice], [real.road]);
  tellCompetitionEntries(story.chapter('competition entries'), investments, real.brachnowo, real.road);
  tellPublications(story.chapter('publications'));
  tellMedia(story.chapter('media'), attended, real);
  tellMistakes(story.chapter('mistakes'));
  tellCostlyMistakes(story.chapter('costly mistakes'));
  tellNextStrategy(story.chapter('next strategy'));
  return story;
}
