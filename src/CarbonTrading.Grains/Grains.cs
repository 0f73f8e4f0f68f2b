// One grain class per entity kind. The grain type is the decider's entity name.
