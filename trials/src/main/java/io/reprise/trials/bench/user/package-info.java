/**
 * How fast single users' histories are read by key over a whole topic. In: a topic of users. Out:
 * users a second.
 */
@NullMarked
package io.reprise.trials.bench.user;

import org.jspecify.annotations.NullMarked;
