/**
 * What an operator asks for. In: a spec as JSON or YAML. Out: validated records. Nothing here has
 * looked at a cluster.
 */
@NullMarked
package io.reprise.replay.spec;

import org.jspecify.annotations.NullMarked;
