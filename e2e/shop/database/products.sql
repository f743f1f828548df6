create table product (id serial primary key, name text not null, cents int not null);
create table picture (id serial primary key, kind text not null);
insert into product (name, cents) values ('Teapot', 2450), ('Cup', 690), ('Saucer', 480), ('Strainer', 325);
