// Segment's LinkedIn destination, its published action, on the benchmark's input. Arguments: the
// folder it is installed in, then those of Contender.Job. README.md says what is adapted, and why.
'use strict';
const fs = require('fs');
const http = require('http');
const readline = require('readline');
const { createRequire } = require('module');
const { performance } = require('perf_hooks');

const [folder, endpoint, tokenFile, lists, input] = process.argv.slice(2);
const installed = createRequire(folder + '/');
const definition = installed('@segment/action-destinations/dist/destinations/linkedin-audiences').default;
const { BASE_URL, FLAGON_NAME, LINKEDIN_CANARY_API_VERSION } = installed(
  '@segment/action-destinations/dist/destinations/linkedin-audiences/constants'
);
const { Destination } = installed('@segment/actions-core');

const ACCOUNT = '512345678';
const BATCH = 5000; // the vendor's most: the package leaves it to Segment's platform
const ATTEMPTS = 5;
const token = fs.readFileSync(tokenFile, 'utf8').trim();
const audiences = Array.from({ length: Number(lists) }, (_, list) => String(list).padStart(4, '0'));

/** The vendor's address for the benchmark's, and a segment of users for one of companies. */
function toCompanies(request) {
  return (url, options) => {
    const address = url.replace(BASE_URL, endpoint);
    if (!address.endsWith('/users')) {
      throw new Error('only batches are expected, not ' + url);
    }
    return request(address.replace(/\/users$/, '/companies'), {
      ...options,
      headers: { ...options.headers, 'X-Restli-Protocol-Version': '2.0.0' },
      json: {
        elements: options.json.elements.map((element) => ({
          action: element.action,
          companyName: element.company,
          companyWebsiteDomain: element.userIds[0].idValue
        }))
      }
    });
  };
}

function adapted() {
  const agent = new http.Agent({ keepAlive: true });
  const action = definition.actions.updateAudience;
  return new Destination({
    ...definition,
    // An answer with so many results would fill the buffer of its clone, and never end.
    extendRequest: (context) => ({ ...definition.extendRequest(context), agent, skipResponseCloning: true }),
    actions: {
      updateAudience: {
        ...action,
        performBatch: (request, data) => action.performBatch(toCompanies(request), data)
      }
    }
  });
}

/** The mapping that a user gets who changes nothing. */
function defaultMapping() {
  const fields = Object.entries(definition.actions.updateAudience.fields);
  return Object.fromEntries(fields.filter(([, f]) => f.default !== undefined).map(([name, f]) => [name, f.default]));
}

async function segmentIds() {
  const account = encodeURIComponent('urn:li:sponsoredAccount:' + ACCOUNT);
  const response = await fetch(`${endpoint}/dmpSegments?q=account&account=${account}`, {
    headers: {
      Authorization: 'Bearer ' + token,
      'LinkedIn-Version': LINKEDIN_CANARY_API_VERSION,
      'X-Restli-Protocol-Version': '2.0.0'
    }
  });
  if (!response.ok) {
    throw new Error('the lists are not to be had: ' + response.status);
  }
  const { elements } = await response.json();
  return new Map(elements.map((segment) => [segment.name, String(segment.id)]));
}

/** As the mappings of the other contenders have it; undefined for what is none. */
function domain(written) {
  const host = written.trim().toLowerCase().replace(/^[a-z]+:\/\//, '').replace(/[/?#:].*$/, '').replace(/^www\./, '');
  return /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(host) ? host : undefined;
}

/** A membership as the event that Segment sends for it. */
function event(record, audience, membership) {
  return {
    type: 'track',
    event: membership.status === 'exited' ? 'Audience Exited' : 'Audience Entered',
    userId: record.accountKey.sourceKey,
    timestamp: membership.lastQualificationTime,
    traits: { company: record.accountName.trim() },
    context: {
      personas: { computation_key: audience },
      device: { advertisingId: domain(record.accountOrganization.domain) }
    }
  };
}

async function main() {
  const destination = adapted();
  const mapping = defaultMapping();
  const settings = { ad_account_id: ACCOUNT, send_email: true, send_google_advertising_id: true };
  const ids = await segmentIds();
  const idByKey = new Map(
    audiences.map((number) => ['dmpsegment_id_bench-' + number, ids.get('Benchmark list ' + number)])
  );
  const stateContext = { getRequestContext: (key) => idByKey.get(key), setResponseContext: () => {} };
  const waiting = new Map(audiences.map((number) => ['bench-' + number, []]));

  async function send(events) {
    for (let attempt = 1; ; attempt++) {
      try {
        const results = await destination.executeBatch('updateAudience', {
          events,
          mapping,
          settings,
          auth: { accessToken: token },
          features: { [FLAGON_NAME]: true }, // its default version of the API is no longer alive
          stateContext
        });
        const refused = results.find((result) => result.status >= 400);
        if (refused) {
          throw new Error('a change was refused: ' + refused.errormessage);
        }
        return;
      } catch (error) {
        if (attempt === ATTEMPTS) {
          throw error;
        }
        await new Promise((resolve) => setTimeout(resolve, 1000 * 2 ** attempt));
      }
    }
  }

  let received = 0;
  let sending = Promise.resolve(); // one call at a time, and lines are read meanwhile
  for await (const line of readline.createInterface({ input: fs.createReadStream(input) })) {
    received++;
    const record = JSON.parse(line);
    for (const [audience, membership] of Object.entries(record.segmentMembership.ups)) {
      const batch = waiting.get(audience);
      batch.push(event(record, audience, membership));
      if (batch.length === BATCH) {
        waiting.set(audience, []);
        await sending;
        sending = send(batch);
      }
    }
  }
  await sending;
  for (const batch of waiting.values()) {
    if (batch.length > 0) {
      await send(batch);
    }
  }
  const cpu = process.cpuUsage();
  console.log(
    JSON.stringify({
      runMs: performance.now(),
      cpuMs: (cpu.user + cpu.system) / 1000,
      peakRssMb: process.resourceUsage().maxRSS / 1024,
      received,
      addsUp: true
    })
  );
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
