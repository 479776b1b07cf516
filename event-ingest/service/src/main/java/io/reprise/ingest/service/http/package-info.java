/**
 * The HTTP API of the service: the routes, the order in which a request is checked, and the OpenAPI
 * description. In: HTTP requests. Out: the answers and refusals of the other packages as HTTP
 * responses. Holds no state.
 */
@NullMarked
package io.reprise.ingest.service.http;

import org.jspecify.annotations.NullMarked;
