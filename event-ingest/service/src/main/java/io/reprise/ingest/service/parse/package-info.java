/**
 * CloudEvents in their three HTTP modes. In: a body and headers. Out: for each event its attributes
 * and data as they came, or what was wrong with it. It knows no schema and no topic.
 */
@NullMarked
package io.reprise.ingest.service.parse;

import org.jspecify.annotations.NullMarked;
