/* eslint-disable */
/**
 * Generated `api` utility.
 *
 * THIS CODE IS AUTOMATICALLY GENERATED.
 *
 * To regenerate, run `npx convex dev`.
 * @module
 */

import type * as afterCalls from "../afterCalls.js";
import type * as agents from "../agents.js";
import type * as crons from "../crons.js";
import type * as deletion from "../deletion.js";
import type * as lib_access from "../lib/access.js";
import type * as lib_admitEarlier from "../lib/admitEarlier.js";
import type * as lib_agents from "../lib/agents.js";
import type * as lib_audit from "../lib/audit.js";
import type * as lib_callFiguresIn from "../lib/callFiguresIn.js";
import type * as lib_callFilters from "../lib/callFilters.js";
import type * as lib_callPeriods from "../lib/callPeriods.js";
import type * as lib_callRows from "../lib/callRows.js";
import type * as lib_countCall from "../lib/countCall.js";
import type * as lib_deleteCalls from "../lib/deleteCalls.js";
import type * as lib_errors from "../lib/errors.js";
import type * as lib_highCostKind from "../lib/highCostKind.js";
import type * as lib_highCostNumber from "../lib/highCostNumber.js";
import type * as lib_indexCall from "../lib/indexCall.js";
import type * as lib_listCalls from "../lib/listCalls.js";
import type * as lib_mergeSlots from "../lib/mergeSlots.js";
import type * as lib_migrate from "../lib/migrate.js";
import type * as lib_migrationList from "../lib/migrationList.js";
import type * as lib_recordAfterCall from "../lib/recordAfterCall.js";
import type * as lib_recordCall from "../lib/recordCall.js";
import type * as lib_retain from "../lib/retain.js";
import type * as lib_searchCalls from "../lib/searchCalls.js";
import type * as lib_searchPlace from "../lib/searchPlace.js";
import type * as lib_searchStep from "../lib/searchStep.js";
import type * as lib_secrets from "../lib/secrets.js";
import type * as lib_summarise from "../lib/summarise.js";
import type * as migrations from "../migrations.js";
import type * as model_afterCall from "../model/afterCall.js";
import type * as model_agent from "../model/agent.js";
import type * as model_api from "../model/api.js";
import type * as model_call from "../model/call.js";
import type * as model_callFigures from "../model/callFigures.js";
import type * as model_callText from "../model/callText.js";
import type * as model_cost from "../model/cost.js";
import type * as model_discordAddress from "../model/discordAddress.js";
import type * as model_earlier_agent from "../model/earlier/agent.js";
import type * as model_earlier_call from "../model/earlier/call.js";
import type * as model_engines_catalogue from "../model/engines/catalogue.js";
import type * as model_engines_echo_index from "../model/engines/echo/index.js";
import type * as model_engines_echo_settings from "../model/engines/echo/settings.js";
import type * as model_engines_engineModel from "../model/engines/engineModel.js";
import type * as model_engines_index from "../model/engines/index.js";
import type * as model_engines_pipeline_catalogue from "../model/engines/pipeline/catalogue.js";
import type * as model_engines_pipeline_chatModels from "../model/engines/pipeline/chatModels.js";
import type * as model_engines_pipeline_elevenLabsModels from "../model/engines/pipeline/elevenLabsModels.js";
import type * as model_engines_pipeline_index from "../model/engines/pipeline/index.js";
import type * as model_engines_pipeline_prices from "../model/engines/pipeline/prices.js";
import type * as model_engines_pipeline_retiredIds from "../model/engines/pipeline/retiredIds.js";
import type * as model_engines_pipeline_settings from "../model/engines/pipeline/settings.js";
import type * as model_engines_realtime_catalogue from "../model/engines/realtime/catalogue.js";
import type * as model_engines_realtime_index from "../model/engines/realtime/index.js";
import type * as model_engines_realtime_prices from "../model/engines/realtime/prices.js";
import type * as model_engines_realtime_settings from "../model/engines/realtime/settings.js";
import type * as model_engines_realtime_transcription from "../model/engines/realtime/transcription.js";
import type * as model_engines_realtime_voices from "../model/engines/realtime/voices.js";
import type * as model_fields from "../model/fields.js";
import type * as model_figure from "../model/figure.js";
import type * as model_fullness from "../model/fullness.js";
import type * as model_histogram from "../model/histogram.js";
import type * as model_identity from "../model/identity.js";
import type * as model_live from "../model/live.js";
import type * as model_locales from "../model/locales.js";
import type * as model_newAgent from "../model/newAgent.js";
import type * as model_numberWords from "../model/numberWords.js";
import type * as model_outcome from "../model/outcome.js";
import type * as model_phoneNumber from "../model/phoneNumber.js";
import type * as model_priceList from "../model/priceList.js";
import type * as model_retention from "../model/retention.js";
import type * as model_schemaVersion from "../model/schemaVersion.js";
import type * as model_secret from "../model/secret.js";
import type * as model_slots from "../model/slots.js";
import type * as model_tools from "../model/tools.js";
import type * as model_usage from "../model/usage.js";
import type * as model_webAddress from "../model/webAddress.js";
import type * as model_withheld from "../model/withheld.js";
import type * as overview from "../overview.js";
import type * as retention from "../retention.js";
import type * as secrets from "../secrets.js";
import type * as setup from "../setup.js";
import type * as twilioNumbers from "../twilioNumbers.js";
import type * as upkeep from "../upkeep.js";
import type * as validators_agent from "../validators/agent.js";
import type * as validators_call from "../validators/call.js";
import type * as validators_documents from "../validators/documents.js";
import type * as validators_oneOf from "../validators/oneOf.js";
import type * as validators_rows from "../validators/rows.js";
import type * as voiceCalls from "../voiceCalls.js";

import type {
  ApiFromModules,
  FilterApi,
  FunctionReference,
} from "convex/server";

declare const fullApi: ApiFromModules<{
  afterCalls: typeof afterCalls;
  agents: typeof agents;
  crons: typeof crons;
  deletion: typeof deletion;
  "lib/access": typeof lib_access;
  "lib/admitEarlier": typeof lib_admitEarlier;
  "lib/agents": typeof lib_agents;
  "lib/audit": typeof lib_audit;
  "lib/callFiguresIn": typeof lib_callFiguresIn;
  "lib/callFilters": typeof lib_callFilters;
  "lib/callPeriods": typeof lib_callPeriods;
  "lib/callRows": typeof lib_callRows;
  "lib/countCall": typeof lib_countCall;
  "lib/deleteCalls": typeof lib_deleteCalls;
  "lib/errors": typeof lib_errors;
  "lib/highCostKind": typeof lib_highCostKind;
  "lib/highCostNumber": typeof lib_highCostNumber;
  "lib/indexCall": typeof lib_indexCall;
  "lib/listCalls": typeof lib_listCalls;
  "lib/mergeSlots": typeof lib_mergeSlots;
  "lib/migrate": typeof lib_migrate;
  "lib/migrationList": typeof lib_migrationList;
  "lib/recordAfterCall": typeof lib_recordAfterCall;
  "lib/recordCall": typeof lib_recordCall;
  "lib/retain": typeof lib_retain;
  "lib/searchCalls": typeof lib_searchCalls;
  "lib/searchPlace": typeof lib_searchPlace;
  "lib/searchStep": typeof lib_searchStep;
  "lib/secrets": typeof lib_secrets;
  "lib/summarise": typeof lib_summarise;
  migrations: typeof migrations;
  "model/afterCall": typeof model_afterCall;
  "model/agent": typeof model_agent;
  "model/api": typeof model_api;
  "model/call": typeof model_call;
  "model/callFigures": typeof model_callFigures;
  "model/callText": typeof model_callText;
  "model/cost": typeof model_cost;
  "model/discordAddress": typeof model_discordAddress;
  "model/earlier/agent": typeof model_earlier_agent;
  "model/earlier/call": typeof model_earlier_call;
  "model/engines/catalogue": typeof model_engines_catalogue;
  "model/engines/echo/index": typeof model_engines_echo_index;
  "model/engines/echo/settings": typeof model_engines_echo_settings;
  "model/engines/engineModel": typeof model_engines_engineModel;
  "model/engines/index": typeof model_engines_index;
  "model/engines/pipeline/catalogue": typeof model_engines_pipeline_catalogue;
  "model/engines/pipeline/chatModels": typeof model_engines_pipeline_chatModels;
  "model/engines/pipeline/elevenLabsModels": typeof model_engines_pipeline_elevenLabsModels;
  "model/engines/pipeline/index": typeof model_engines_pipeline_index;
  "model/engines/pipeline/prices": typeof model_engines_pipeline_prices;
  "model/engines/pipeline/retiredIds": typeof model_engines_pipeline_retiredIds;
  "model/engines/pipeline/settings": typeof model_engines_pipeline_settings;
  "model/engines/realtime/catalogue": typeof model_engines_realtime_catalogue;
  "model/engines/realtime/index": typeof model_engines_realtime_index;
  "model/engines/realtime/prices": typeof model_engines_realtime_prices;
  "model/engines/realtime/settings": typeof model_engines_realtime_settings;
  "model/engines/realtime/transcription": typeof model_engines_realtime_transcription;
  "model/engines/realtime/voices": typeof model_engines_realtime_voices;
  "model/fields": typeof model_fields;
  "model/figure": typeof model_figure;
  "model/fullness": typeof model_fullness;
  "model/histogram": typeof model_histogram;
  "model/identity": typeof model_identity;
  "model/live": typeof model_live;
  "model/locales": typeof model_locales;
  "model/newAgent": typeof model_newAgent;
  "model/numberWords": typeof model_numberWords;
  "model/outcome": typeof model_outcome;
  "model/phoneNumber": typeof model_phoneNumber;
  "model/priceList": typeof model_priceList;
  "model/retention": typeof model_retention;
  "model/schemaVersion": typeof model_schemaVersion;
  "model/secret": typeof model_secret;
  "model/slots": typeof model_slots;
  "model/tools": typeof model_tools;
  "model/usage": typeof model_usage;
  "model/webAddress": typeof model_webAddress;
  "model/withheld": typeof model_withheld;
  overview: typeof overview;
  retention: typeof retention;
  secrets: typeof secrets;
  setup: typeof setup;
  twilioNumbers: typeof twilioNumbers;
  upkeep: typeof upkeep;
  "validators/agent": typeof validators_agent;
  "validators/call": typeof validators_call;
  "validators/documents": typeof validators_documents;
  "validators/oneOf": typeof validators_oneOf;
  "validators/rows": typeof validators_rows;
  voiceCalls: typeof voiceCalls;
}>;

/**
 * A utility for referencing Convex functions in your app's public API.
 *
 * Usage:
 * ```js
 * const myFunctionReference = api.myModule.myFunction;
 * ```
 */
export declare const api: FilterApi<
  typeof fullApi,
  FunctionReference<any, "public">
>;

/**
 * A utility for referencing Convex functions in your app's internal API.
 *
 * Usage:
 * ```js
 * const myFunctionReference = internal.myModule.myFunction;
 * ```
 */
export declare const internal: FilterApi<
  typeof fullApi,
  FunctionReference<any, "internal">
>;

export declare const components: {};
