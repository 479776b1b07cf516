/** An event's attributes: CloudEvents, in the Kafka binding's binary mode. */
@NullMarked
package io.reprise.schemas.event;

import org.jspecify.annotations.NullMarked;
