/**
 * A sink connector of Kafka Connect for chaos runs, which workers load as a plug-in. In: records.
 * Out: requests to the process that started the runs. Must not know any other class of Reprise: the
 * class loader of a plug-in has none.
 */
@NullMarked
package io.reprise.trials.chaos.target.sink;

import org.jspecify.annotations.NullMarked;
