package io.reprise.embedded.contract;

/** The behaviour that every broker must have, with any settings. */
public interface BrokerContract
    extends FencingContract,
        TransactionTimeoutContract,
        MembershipProofContract,
        CommittedReadContract,
        LogStartContract,
        CompactionContract,
        TopicIdentityContract,
        TimestampContract,
        BystanderContract {}
