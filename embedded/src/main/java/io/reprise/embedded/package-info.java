/**
 * Real servers for one machine: a KRaft broker, a schema registry, an S3 server. In: ports and a
 * directory. Out: endpoints. They know nothing of Reprise's domain; {@code dev}, {@code demo},
 * {@code bench} and every test run on them.
 */
@NullMarked
package io.reprise.embedded;

import org.jspecify.annotations.NullMarked;
