package io.reprise.store.kafka;

import io.reprise.store.LogBatch;
import io.reprise.store.LogReader;
import io.reprise.store.OffsetNotInLogException;
import java.time.Duration;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the committed records of one partition with a consumer of a {@link KafkaReaderPool}. The
 * reader has no end. {@link #close()} gives the consumer back to the pool.
 *
 * <p>Confined to one thread at a time. Errors: {@link OffsetNotInLogException}, and the exceptions
 * of Kafka's client. The pool closes a consumer that threw an exception which neither a retry nor
 * another partition avoids, and does not lend it again.
 */
public final class BorrowedReader implements LogReader {
  private final KafkaReaderPool pool;
  private final KafkaReaderPool.Loan loan;
  private final KafkaLogReader reader;
  private @Nullable RuntimeException fatal;
  private boolean returned;

  BorrowedReader(KafkaReaderPool pool, KafkaReaderPool.Loan loan, KafkaLogReader reader) {
    this.pool = pool;
    this.loan = loan;
    this.reader = reader;
  }

  @Override
  public LogBatch read(Duration wait) {
    try {
      var batch = reader.read(wait);
      if (!batch.covered().isEmpty()) {
        pool.noteSuccess();
      }
      return batch;
    } catch (TopicAuthorizationException e) {
      if (e.unauthorizedTopics().contains(loan.partition().topic())) {
        throw e;
      }
      // An answer about a topic that an earlier borrower of the consumer has read.
      return LogBatch.nothingAt(position());
    } catch (RetriableException | AuthorizationException | OffsetNotInLogException e) {
      throw e;
    } catch (RuntimeException e) {
      fatal = e;
      throw e;
    }
  }

  @Override
  public long position() {
    return reader.position();
  }

  /**
   * Returns the offset at which the next read continues, with the leader epoch of the batch before
   * it. A later loan that begins there notices if an unclean leader election has replaced records
   * that were read already.
   */
  public OffsetAndMetadata next() {
    return reader.next();
  }

  @Override
  public long ahead() {
    return reader.ahead();
  }

  @Override
  public void skipTo(long offset) {
    reader.skipTo(offset);
  }

  /** Gives the consumer back. Further calls do nothing. */
  @Override
  public void close() {
    if (!returned) {
      returned = true;
      pool.giveBack(loan, reader.next(), fatal);
    }
  }
}
