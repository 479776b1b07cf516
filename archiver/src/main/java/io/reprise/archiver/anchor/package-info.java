/**
 * Where the heads of commit logs are remembered outside the store. In: a log's newest entry. Out:
 * the proof that a log was neither cut short nor forged.
 */
@NullMarked
package io.reprise.archiver.anchor;

import org.jspecify.annotations.NullMarked;
