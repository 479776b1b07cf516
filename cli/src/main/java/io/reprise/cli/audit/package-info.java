/**
 * {@code reprise audit}: shows who did what. In: filters, and pages of the topic {@code
 * reprise.audit} that a replay worker reads. Out: printed records in the order of their times. Must
 * not know Kafka, nor the code of the services.
 */
@NullMarked
package io.reprise.cli.audit;

import org.jspecify.annotations.NullMarked;
