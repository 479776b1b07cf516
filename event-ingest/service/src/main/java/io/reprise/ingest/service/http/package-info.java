/**
 * The service's door: routes, their order of checks, and the description of all this in OpenAPI. It
 * holds no state.
 */
@NullMarked
package io.reprise.ingest.service.http;

import org.jspecify.annotations.NullMarked;
