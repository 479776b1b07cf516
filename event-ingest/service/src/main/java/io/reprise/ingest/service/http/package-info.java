/** The producers' door. In: HTTP requests. Out: for each event its position or its problem. */
@NullMarked
package io.reprise.ingest.service.http;

import org.jspecify.annotations.NullMarked;
