/**
 * Values become stored records. In: key, attributes and value. Out: partition and offset, or why
 * not, or that it is not known. The only package that sends to an event topic.
 */
@NullMarked
package io.reprise.ingest.service.publish;

import org.jspecify.annotations.NullMarked;
