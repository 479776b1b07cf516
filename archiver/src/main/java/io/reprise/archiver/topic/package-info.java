/**
 * Decides which topics are archived, with which settings, and whether they can be archived. In:
 * configuration, and the cluster's description of a topic. Out: settings, or the reason for a
 * refusal. Must not read or move records.
 */
@NullMarked
package io.reprise.archiver.topic;

import org.jspecify.annotations.NullMarked;
