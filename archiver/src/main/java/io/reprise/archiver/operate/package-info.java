/**
 * An operator's actions and questions: status, holds, proofs, garbage, restores. In: a topic and
 * offsets. Out: facts, findings, progress. It knows nothing of HTTP.
 */
@NullMarked
package io.reprise.archiver.operate;

import org.jspecify.annotations.NullMarked;
