// Judges a credential with other people's libraries, offline. Reads a question as JSON from standard input, writes the answer.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as vc from '@digitalbazaar/vc';
import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import { checkStatus } from '@digitalbazaar/vc-bitstring-status-list';
import Ajv2019 from 'ajv/dist/2019.js';
import addFormats from 'ajv-formats';
import { importJWK, jwtVerify } from 'jose';
import jsonld from 'jsonld';

const question = JSON.parse(readFileSync(0, 'utf8'));

async function documentLoader(url) {
  const known = question.documents[url];
  if (known === undefined) throw new Error(`The network is closed: ${url}`);
  return { contextUrl: null, documentUrl: url, document: known };
}

async function credential() {
  const suite = new DataIntegrityProof({ cryptosuite });
  const answer = await vc.verifyCredential({
    credential: question.credential, suite, documentLoader,
    checkStatus: options => checkStatus({ ...options, verifyBitstringStatusListCredential: true }),
  });
  const errors = answer.error ? [answer.error.message, ...(answer.error.errors ?? []).map(error => error.message)] : [];
  // checkStatus says "verified" of a revoked credential too: what counts is the status of each entry.
  return { verified: answer.verified, status: answer.statusResult?.results?.map(one => one.status) ?? null, errors };
}

async function token() {
  const key = await importJWK(question.jwk, 'ES256');
  try {
    const { payload, protectedHeader } = await jwtVerify(question.token, key, { algorithms: ['ES256'] });
    return { payload, header: protectedHeader };
  } catch (error) {
    return { error: error.code };
  }
}

function schema() {
  const ajv = new Ajv2019({ strict: false, allErrors: true });
  addFormats(ajv);
  const validate = ajv.compile(question.schema);
  return { valid: validate(question.credential), errors: validate.errors };
}

async function canonical() {
  const text = await jsonld.canonize(question.credential, {
    algorithm: 'RDFC-1.0', format: 'application/n-quads', documentLoader, safe: true,
  });
  return { sha256: createHash('sha256').update(text).digest('hex') };
}

const answers = { credential, token, schema, canonical };
process.stdout.write(JSON.stringify(await answers[question.task]()));
