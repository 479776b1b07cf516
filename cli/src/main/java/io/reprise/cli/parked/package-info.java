/**
 * {@code reprise parked}: shows the records that replays have parked. In: the name of a parked
 * topic and conditions. Out: printed causes, as a replay worker counts them. Must not know Kafka,
 * nor the code of the services.
 */
@NullMarked
package io.reprise.cli.parked;

import org.jspecify.annotations.NullMarked;
