/**
 * Which topics are archived, how, and whether they can be. In: configuration and what the cluster
 * says of a topic. Out: settings, or the sentence why not. It moves nothing.
 */
@NullMarked
package io.reprise.archiver.topic;

import org.jspecify.annotations.NullMarked;
